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

// A spreadsheet divides at its country's separator whatever the file's is, and minds quotes only where a cell of its begins.
test.each([
  [",", "x;=cmd|' /C calc'!A0;y", "x;'=cmd|' /C calc'!A0;y"],
  [";", "x,@SUM(A1)", "x,'@SUM(A1)"],
  ["\t", "x;-A1,+A1", "x;'-A1,'+A1"],
  [",", "x\t=1", "x\t'=1"],
  [",", 'x; "=1"', 'x;\' "=1"'],
  [";", "x, -2+3+cmd|' /C calc'!A0", "x,' -2+3+cmd|' /C calc'!A0"],
  [";", "x, +HYPERLINK(A1)", "x,' +HYPERLINK(A1)"],
  [",", "x\n=1", "x\n'=1"],
  [",", "x; -1,5+cmd|' /C calc'!A0;", "x;' -1,5+cmd|' /C calc'!A0;"],
] as const)(
  "in a file with %j nothing becomes a formula where another spreadsheet begins a cell: %j",
  async (separator, value, safe) => {
    expect(await written([[text(value)]], { head: ["a"], separator })).toBe(`a\r\n${cell(safe, separator)}\r\n`);
  },
);

// The file's own separator is in quotes, which its spreadsheet minds; signs before words are no formula to any.
test.each([
  [",", "x,@SUM(A1)"],
  [";", "Parkhaus Mitte, -1. OG"],
  [",", "Parkhaus Mitte, -1. OG"],
  [";", "Nord, - Ebene 2, + Dach"],
  [";", "Hotline, +49 221 1234, 8 bis 18 Uhr"],
  [",", "a;b, c - d"],
] as const)("in a file with %j what is no formula anywhere stays as it is: %j", async (separator, value) => {
  expect(await written([[text(value)]], { head: ["a"], separator })).toBe(`a\r\n${cell(value, separator)}\r\n`);
});

const cell = (value: string, separator: string): string =>
  /["\n]/.test(value) || value.includes(separator) ? `"${value.replaceAll('"', '""')}"` : value;

test("numbers are never touched but for their decimal sign", async () => {
  expect(await written([[{ number: "-12.34" }, { number: "5" }]])).toBe("a,b\r\n-12.34,5\r\n");
  expect(await written([[{ number: "-12.34" }, null]], { decimal: ",", separator: ";" })).toBe("a;b\r\n-12,34;\r\n");
  expect(await written([[{ number: "1.5" }, null]], { decimal: "," })).toBe('a,b\r\n"1,5",\r\n');
});

test("the byte order mark is there on demand, once", async () => {
  expect(await written([], { byteOrderMark: true })).toBe("\ufeffa,b\r\n");
});
