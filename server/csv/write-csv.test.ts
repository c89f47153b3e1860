import { expect, test } from "vitest";
import { type CsvCell, type CsvOptions, writeCsv } from "./write-csv.ts";

const PLAIN: CsvOptions = { head: ["a", "b"], separator: ",", decimal: ".", byteOrderMark: false };

async function written(rows: readonly (readonly CsvCell[])[], options: Partial<CsvOptions> = {}): Promise<string> {
  const chunks: Uint8Array[] = [];
  const batches = (async function* () {
    yield rows;
  })();
  for await (const chunk of writeCsv({ ...PLAIN, ...options }, batches)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
const text = (value: string): CsvCell => ({ text: value });

test("lines end as RFC 4180 says, and what holds separators, quotes or line ends is quoted", async () => {
  expect(
    await written([
      [text('a,"b"'), text("one\ntwo")],
      [null, text(" x ")],
    ]),
  ).toBe('a,b\r\n"a,""b""","one\ntwo"\r\n," x "\r\n');
  expect(await written([[text("a;b"), text("c,d")]], { separator: ";" })).toBe('a;b\r\n"a;b";c,d\r\n');
});

test.each(["=1+1", "+49 221", "-5", "@SUM(A1)", "\tx"])(
  "text that begins like a formula is harmless: %j",
  async (value) => {
    expect(await written([[text(value), null]])).toMatch(/^a,b\r\n"?'/);
  },
);

test.each([
  ["x;=cmd|' /C calc'!A0;y", "x;'=cmd|' /C calc'!A0;y"],
  ["x,@SUM(A1)", "x,'@SUM(A1)"],
  ['x; "=1"', 'x;\' "=1"'],
  ["x\n-1", "x\n'-1"],
  ["a;b, c - d", "a;b, c - d"],
])("nor does it become one where a cell of another country's spreadsheet would begin: %j", async (value, safe) => {
  const quoted = /[,"\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  expect(await written([[text(value), null]])).toBe(`a,b\r\n${quoted},\r\n`);
});

test("numbers are never touched but for their decimal sign", async () => {
  expect(await written([[{ number: "-12.34" }, { number: "5" }]])).toBe("a,b\r\n-12.34,5\r\n");
  expect(await written([[{ number: "-12.34" }, null]], { decimal: ",", separator: ";" })).toBe("a;b\r\n-12,34;\r\n");
  expect(await written([[{ number: "1.5" }, null]], { decimal: "," })).toBe('a,b\r\n"1,5",\r\n');
});

test("the byte order mark is there on demand, once", async () => {
  expect(await written([], { byteOrderMark: true })).toBe("\ufeffa,b\r\n");
});
