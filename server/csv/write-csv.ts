/** What a cell is: text may be taken for a formula and is made harmless, a number never is. */
export type CsvCell = { readonly text: string } | { readonly number: string } | null;

export type CsvOptions = {
  readonly head: readonly string[];
  readonly separator: "," | ";" | "\t";
  readonly decimal: "." | ",";
  /** For Excel, which takes a file without it for another encoding. */
  readonly byteOrderMark: boolean;
};

/**
 * Spreadsheets run what begins so (OWASP, CSV injection). A spreadsheet of another country divides at another separator, and minds
 * no quotes then: so what would begin a cell of its is looked at too.
 */
const BEFORE_FORMULA = /(^|[,;\t\r\n])(?=["\s]*[=+\-@])|^(?=[\t\r])/g;
const CHUNK_CHARACTERS = 128_000;

/** CSV (RFC 4180) of rows that come in batches, as bytes that go out while the rows come in. */
export async function* writeCsv(
  options: CsvOptions,
  batches: AsyncIterable<readonly (readonly CsvCell[])[]>,
): AsyncGenerator<Uint8Array, void> {
  const { head, separator, decimal, byteOrderMark } = options;
  const quote = (text: string): string => (needsQuotes(text, separator) ? `"${text.replaceAll('"', '""')}"` : text);
  const cellText = (cell: CsvCell): string => {
    if (cell === null) return "";
    if ("number" in cell) return quote(decimal === "." ? cell.number : cell.number.replace(".", decimal));
    return quote(cell.text.replace(BEFORE_FORMULA, "$1'"));
  };
  let text = `${byteOrderMark ? "\ufeff" : ""}${head.map(quote).join(separator)}\r\n`;
  for await (const batch of batches) {
    for (const row of batch) {
      text += `${row.map(cellText).join(separator)}\r\n`;
      if (text.length < CHUNK_CHARACTERS) continue;
      yield Buffer.from(text, "utf8");
      text = "";
    }
  }
  if (text !== "") yield Buffer.from(text, "utf8");
}

const needsQuotes = (text: string, separator: string): boolean =>
  text.includes(separator) || /["\r\n]|^\s|\s$/.test(text);
