import { expect, test } from "vitest";
import { isTransientDatabaseError } from "./transient.ts";

const failure = (code: string, cause?: unknown) => Object.assign(new Error(code, { cause }), { code });

test.each(["08006", "57P01", "57P03", "53300", "40P01", "40001", "CONNECTION_CLOSED", "ECONNREFUSED"])(
  "%s passes by itself",
  (code) => expect(isTransientDatabaseError(failure(code))).toBe(true),
);

test.each(["22P02", "23505", "42P01", "superseded"])("%s does not", (code) =>
  expect(isTransientDatabaseError(failure(code))).toBe(false),
);

test("the driver's error is found inside the query builder's", () => {
  expect(isTransientDatabaseError(new Error("Failed query", { cause: failure("CONNECTION_CLOSED") }))).toBe(true);
  expect(isTransientDatabaseError(null)).toBe(false);
});
