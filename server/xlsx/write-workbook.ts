import type { Column, Row } from "./columns.ts";
import { columnLetters, MOST_ROWS, rowXml, STYLES_XML, sheetEnd, sheetStart } from "./sheet-xml.ts";
import { writeZip, type ZipEntry } from "./zip.ts";

export type WorkbookOptions = {
  /** Name of the sheet; those that follow are numbered: "Sessions", "Sessions 2". At most 25 characters are used. */
  readonly sheetName: string;
  readonly columns: readonly Column[];
  /** Rows of a sheet, its head among them; smaller in tests. */
  readonly mostRows?: number;
};

/** A chunk of text is encoded and deflated at once: small ones cost more than they hold. */
const CHUNK_CHARACTERS = 128_000;
/** An entry of the archive stays below 4 GiB whatever its rows are like. */
const MOST_SHEET_BYTES = 3_500_000_000;

/**
 * An Excel workbook (ECMA-376) of rows that come in batches, as bytes that go out while the rows come in: memory does not grow with
 * their number. Beyond what a sheet holds, rows go on in the next one under the same head.
 */
export async function* writeWorkbook(
  { sheetName, columns, mostRows = MOST_ROWS }: WorkbookOptions,
  batches: AsyncIterable<readonly Row[]>,
): AsyncGenerator<Uint8Array, void> {
  const names: string[] = [];
  yield* writeZip(entries());

  async function* entries(): AsyncGenerator<ZipEntry> {
    const source = new RowSource(batches);
    try {
      do {
        names.push(nameOf(sheetName, names.length + 1));
        yield { name: `xl/worksheets/sheet${names.length}.xml`, chunks: sheet(source) };
      } while (await source.hasMore());
    } finally {
      await source.close();
    }
    for (const [name, xml] of Object.entries(parts(names))) yield { name, chunks: once(xml) };
  }

  async function* sheet(source: RowSource): AsyncGenerator<Uint8Array> {
    const letters = columns.map((_, index) => columnLetters(index));
    let text = sheetStart(columns, letters);
    let number = 1;
    let bytes = 0;
    while (number < mostRows && bytes < MOST_SHEET_BYTES) {
      const row = await source.next();
      if (!row) break;
      text += rowXml(columns, letters, row, ++number);
      if (text.length < CHUNK_CHARACTERS) continue;
      const chunk = Buffer.from(text, "utf8");
      bytes += chunk.length;
      text = "";
      yield chunk;
    }
    yield Buffer.from(text + sheetEnd(letters.at(-1) ?? "A", number), "utf8");
  }
}

/** Rows one by one out of batches, across sheets. */
class RowSource {
  readonly #batches: AsyncIterator<readonly Row[]>;
  #batch: readonly Row[] = [];
  #at = 0;

  constructor(batches: AsyncIterable<readonly Row[]>) {
    this.#batches = batches[Symbol.asyncIterator]();
  }

  async hasMore(): Promise<boolean> {
    while (this.#at >= this.#batch.length) {
      const { value, done } = await this.#batches.next();
      if (done) return false;
      this.#batch = value;
      this.#at = 0;
    }
    return true;
  }

  /** Undefined after the last one. A promise only where a batch must be waited for. */
  next(): Row | undefined | Promise<Row | undefined> {
    if (this.#at < this.#batch.length) return this.#batch[this.#at++];
    return this.hasMore().then((more) => (more ? this.#batch[this.#at++] : undefined));
  }

  async close(): Promise<void> {
    await this.#batches.return?.();
  }
}

async function* once(xml: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(xml, "utf8");
}

/** Excel forbids these in a sheet's name, and more than 31 characters. */
const nameOf = (name: string, number: number): string => {
  const plain = name.replace(/[\\/?*[\]:&<>"']/g, " ").slice(0, 25);
  return number === 1 ? plain : `${plain} ${number}`;
};

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** What makes the sheets a workbook (ECMA-376, part 2). */
function parts(names: readonly string[]): Readonly<Record<string, string>> {
  const numbers = names.map((_, index) => index + 1);
  const styles = names.length + 1;
  return {
    "xl/workbook.xml": `${HEAD}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"><sheets>${names
      .map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
      .join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${numbers
      .map((n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`)
      .join("")}<Relationship Id="rId${styles}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": STYLES_XML,
    "_rels/.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "[Content_Types].xml": `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${MAIN}.sheet.main+xml"/>${numbers
      .map((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${MAIN}.worksheet+xml"/>`)
      .join("")}<Override PartName="/xl/styles.xml" ContentType="${MAIN}.styles+xml"/></Types>`,
  };
}
