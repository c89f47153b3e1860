import { pino } from "pino";
import { expect, test } from "vitest";
import { ERROR_LOGGING } from "./logged-error.ts";

/** What a log line holds of an error. */
function lineOf(error: unknown): string {
  const lines: string[] = [];
  pino(ERROR_LOGGING, { write: (line: string) => void lines.push(line) }).error({
    err: error,
  });
  return lines.join("");
}

test("an error is logged with its causes, its code and where it happened", () => {
  const cause = Object.assign(new Error("connect refused"), { code: "ECONNREFUSED" });
  const line = JSON.parse(lineOf(new TypeError("wrapped", { cause })));
  expect(line.err).toMatchObject({
    type: "TypeError",
    message: "wrapped",
    stack: expect.stringContaining("logged-error.test.ts"),
    cause: { message: "connect refused", code: "ECONNREFUSED" },
  });
});

test("several errors in one, an error that causes itself, and what is no error", () => {
  const itself = new Error("again");
  itself.cause = itself;
  expect(lineOf(itself)).toContain("again");
  expect(lineOf(new AggregateError([new Error("one"), new Error("two")], "all"))).toMatch(/one.*two/);
  expect(JSON.parse(lineOf("plain")).err).toBe("plain");
});

test("a message with data behind it is cut in the stack as well, whatever the data looks like", () => {
  const params = "SECRET\n    at SECRET (file.ts:1:1)";
  const line = lineOf(Object.assign(new Error(`Failed query: select $1\nparams: ${params}`), { params: [params] }));
  expect(line).toContain("Failed query: select $1");
  expect(line).toContain("logged-error.test.ts");
  expect(line).not.toContain("SECRET");
  expect(lineOf(new Error("in short"))).toContain('"msg":"in short"');
  const renamed = new Error("first");
  renamed.message = "Failed query: x\nparams: SECRET";
  expect(lineOf(renamed)).not.toContain("SECRET");
});
