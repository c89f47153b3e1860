import { inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CellObject, read } from "xlsx";
import type { Column, Row } from "./columns.ts";
import { columnLetters } from "./sheet-xml.ts";
import { writeWorkbook } from "./write-workbook.ts";

const COLUMNS: readonly Column[] = [
  { head: "Text", kind: "text", width: 10 },
  { head: "Whole", kind: "integer", width: 10 },
  { head: "kWh", kind: "energy", width: 10 },
  { head: "Gross", kind: "money", width: 10 },
  { head: "Start", kind: "instant", width: 20 },
  { head: "Duration", kind: "duration", width: 10 },
];

async function* batchesOf(...batches: readonly (readonly Row[])[]): AsyncGenerator<readonly Row[]> {
  yield* batches;
}
async function bytesOf(batches: AsyncIterable<readonly Row[]>, mostRows?: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const options = { sheetName: "Sessions", columns: COLUMNS, ...(mostRows === undefined ? {} : { mostRows }) };
  for await (const chunk of writeWorkbook(options, batches)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Files of an archive by its central directory, as any reader finds them. */
function unzip(bytes: Buffer): Map<string, string> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const files = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count--) {
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
    files.set(name, inflateRawSync(packed).toString("utf8"));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return files;
}
const sheetOf = async (row: Row): Promise<string> =>
  unzip(await bytesOf(batchesOf([row]))).get("xl/worksheets/sheet1.xml") ?? "";
const nothing: Row = [null, null, null, null, null, null];

describe("a workbook", () => {
  test("has dates as dates, numbers as numbers, and money to the cent", async () => {
    const startMs = Date.UTC(2026, 10, 26, 17, 30, 15);
    const xml = await sheetOf(["Köln", 7, "12.345", "-1234567890123456.78", startMs, 5_400_000]);
    expect(xml).toContain('<c r="A2" t="inlineStr"><is><t>Köln</t></is></c>');
    expect(xml).toContain('<c r="B2"><v>7</v></c>');
    expect(xml).toContain('<c r="C2" s="2"><v>12.345</v></c>');
    expect(xml).toContain('<c r="D2" s="3"><v>-1234567890123456.78</v></c>');
    expect(xml).toContain('<c r="E2" s="4"><v>46352.729340278</v></c>');
    expect(xml).toContain('<c r="F2" s="5"><v>0.0625</v></c>');
    expect(xml).toContain('<autoFilter ref="A1:F2"/>');
  });

  test("shows money with the decimals of its currency: yen, euros and dinars in one column", async () => {
    const amounts = ["500", "5.95", "1.234"];
    const rows = amounts.map((amount): Row => [null, null, null, amount, null, null]);
    const cells = read(await bytesOf(batchesOf(rows))).Sheets.Sessions ?? {};
    expect([2, 3, 4].map((row) => (cells[`D${row}`] as CellObject).w)).toEqual(amounts);
  });

  test("keeps text text, whatever it is like", async () => {
    const odd = '=1+1 & <b> _x0041_ "q" \u0000\u0007\ud800 end ';
    const xml = await sheetOf([odd, ...nothing.slice(1)]);
    expect(xml).toContain('xml:space="preserve">=1+1 &amp; &lt;b&gt; _x005F_x0041_ "q" \ufffd\ufffd\ufffd end </t>');
    expect(xml).not.toContain("<f>");
    expect(await sheetOf(["x".repeat(40_000), ...nothing.slice(1)])).toContain(`<t>${"x".repeat(32_767)}</t>`);
  });

  test("refuses what is no number rather than write a broken file", async () => {
    await expect(sheetOf([null, null, null, "1,5", null, null])).rejects.toThrow("not a number");
  });

  test("goes on in the next sheet, under the same head, and loses no row", async () => {
    const rows = Array.from({ length: 10 }, (_, index): Row => [null, index, null, null, null, null]);
    const files = unzip(await bytesOf(batchesOf(rows.slice(0, 3), [], rows.slice(3)), 5));
    const sheets = [1, 2, 3].map((n) => files.get(`xl/worksheets/sheet${n}.xml`) ?? "");
    const values = sheets.map((xml) => [...xml.matchAll(/<v>(\d+)<\/v>/g)].map(([, value]) => Number(value)));
    expect(values).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
    for (const xml of sheets) expect(xml).toContain("<t>Gross</t>");
    expect(files.get("xl/workbook.xml")).toContain('name="Sessions 3"');
    expect(files.has("xl/worksheets/sheet4.xml")).toBe(false);
    expect(unzip(await bytesOf(batchesOf([]))).get("xl/worksheets/sheet1.xml")).toContain('ref="A1:F1"');
  });

  test("asks for no more rows than the reader takes", async () => {
    let asked = 0;
    async function* endless(): AsyncGenerator<readonly Row[]> {
      for (;;) {
        asked += 1;
        yield Array.from({ length: 1_000 }, (): Row => [crypto.randomUUID(), asked, null, null, null, null]);
      }
    }
    const reader = writeWorkbook({ sheetName: "S", columns: COLUMNS }, endless());
    for (let taken = 0; taken < 5; taken++) await reader.next();
    const before = asked;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(asked - before).toBeLessThan(20); // deflate's own buffers, and no more
    await reader.return();
    const after = asked;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked).toBe(after);
  });

  test("fails as a whole when its rows fail", async () => {
    async function* broken(): AsyncGenerator<readonly Row[]> {
      yield [nothing];
      throw new Error("the database is gone");
    }
    await expect(bytesOf(broken())).rejects.toThrow("the database is gone");
  });

  test("is read by another program as it was written", async () => {
    const texts = fc.sample(fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }), { numRuns: 200, seed: 7 });
    const startMs = Date.UTC(2026, 0, 31, 23, 59, 58);
    const rows = texts.map((value, index): Row => [value, index, "1.5", "-2.25", startMs, 90_000]);
    const book = read(await bytesOf(batchesOf(rows)), { cellDates: true, UTC: true } as never);
    expect(book.SheetNames).toEqual(["Sessions"]);
    const cells = book.Sheets.Sessions ?? {};
    const column = (letter: string) => texts.map((_, index) => (cells[`${letter}${index + 2}`] as CellObject).v);
    expect(column("A")).toEqual(texts.map((value) => value.replace(UNHELD, "\ufffd")));
    expect(column("B")).toEqual(texts.map((_, index) => index));
    expect(new Set(column("D"))).toEqual(new Set([-2.25]));
    const [begun, lasted] = [cells.E2, cells.F2] as CellObject[];
    expect(begun?.t).toBe("d");
    expect(begun?.w).toBe("2026-01-31 23:59:58");
    expect(lasted?.w).toBe("0:01:30");
  });
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot hold is replaced
const UNHELD = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

test("columns are lettered as in a spreadsheet", () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnLetters)).toEqual(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
});
