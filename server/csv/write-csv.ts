/** What a cell is: text may be taken for a formula and is made harmless, a number never is. */
export type CsvCell = { readonly text: string } | { readonly number: string } | null;

export type CsvOptions = {
  readonly head: readonly string[];
  readonly separator: "," | ";" | "\t";
  readonly decimal: "." | ",";
  /** For Excel, which takes a file without it for another encoding. */
  readonly byteOrderMark: boolean;
};

/** What a spreadsheet of another country divides at, by the file's own separator, which stands in quotes within a text. */
const OTHERS: Readonly<Record<CsvOptions["separator"], string>> = { ",": ";\\t", ";": ",\\t", "\t": ",;" };

/**
 * Where a spreadsheet would read a formula (OWASP, CSV injection): at the start of a cell, and where a spreadsheet that divides at
 * another separator, and minds no quotes then, sees one start. Words behind a comma ("Nord, -1. OG") are none, sign or not.
 */
function formulaStarts(separator: CsvOptions["separator"]): RegExp {
  const ends = `[${OTHERS[separator]}\\r\\n]`;
  const words = `(?<=,) +[+-][\\p{L}\\p{N}. ]*(?:${ends}|$)`;
  return new RegExp(`^(?=[\\t\\r])|(?:^|(?<=${ends})(?!${words}))(?=["\\s]*[=+\\-@])`, "gu");
}

const CHUNK_CHARACTERS = 128_000;

/** CSV (RFC 4180) of rows that come in batches, as bytes that go out while the rows come in. */
export async function* writeCsv(
  options: CsvOptions,
  batches: AsyncIterable<readonly (readonly CsvCell[])[]>,
): AsyncGenerator<Uint8Array, void> {
  const { head, separator, decimal, byteOrderMark } = options;
  const starts = formulaStarts(separator);
  const quote = (text: string): string => (needsQuotes(text, separator) ? `"${text.replaceAll('"', '""')}"` : text);
  const cellText = (cell: CsvCell): string => {
    if (cell === null) return "";
    if ("number" in cell) return quote(decimal === "." ? cell.number : cell.number.replace(".", decimal));
    return quote(cell.text.replace(starts, "'"));
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
