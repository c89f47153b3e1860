export type CardRow = {
  readonly line: number;
  readonly token: string;
  readonly label: string;
  readonly parentToken: string;
};

const HEADS = ["token", "idtag", "id token", "id tag", "uid", "karte", "pas"];

/** One line of a list in CSV (RFC 4180): quotes may hold the divider, and themselves doubled. */
function cellsOf(line: string, divider: string): readonly string[] {
  const cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < line.length; at++) {
    const letter = line[at] ?? "";
    if (isQuoted && letter === '"' && line[at + 1] === '"') {
      cell += '"';
      at++;
    } else if (letter === '"') isQuoted = !isQuoted;
    else if (letter === divider && !isQuoted) {
      cells.push(cell);
      cell = "";
    } else cell += letter;
  }
  return [...cells, cell].map((text) => text.trim());
}

/**
 * A list of cards as it comes out of a spreadsheet or a mail: one card a line, `token; label; group`, divided by semicolon, comma or
 * tab; a first line of heads is passed over, empty lines too. Lines are counted from 1.
 */
export function parseCards(text: string): readonly CardRow[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const first = lines.find((line) => line.trim()) ?? "";
  const divider = ["\t", ";", ","].find((one) => first.includes(one)) ?? ";";
  const rows = lines.flatMap((line, index) => {
    if (!line.trim()) return [];
    const [token = "", label = "", parentToken = ""] = cellsOf(line, divider);
    return [{ line: index + 1, token, label, parentToken }];
  });
  const [head] = rows;
  return head && HEADS.includes(head.token.toLowerCase()) ? rows.slice(1) : rows;
}
