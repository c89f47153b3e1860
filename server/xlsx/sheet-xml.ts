import type { Cell, Column, ColumnKind, Row } from "./columns.ts";

/** Rows of a sheet, its head among them (ECMA-376, limits of Excel). */
export const MOST_ROWS = 1_048_576;
/** Characters of a cell. */
const MOST_TEXT = 32_767;
const DAY_MS = 86_400_000;
/** Days from Excel's 1899-12-30 to 1970-01-01. */
const EPOCH_DAYS = 25_569;

/** Index of each kind's format in `STYLES`. 0 is plain, 1 the head. */
const STYLE: Readonly<Record<ColumnKind, number>> = {
  text: 0,
  integer: 0,
  energy: 2,
  money: 3,
  instant: 4,
  duration: 5,
};

/** Money is shown with the decimals that it is said with: those of its currency (JPY 0, EUR 2, KWD 3). */
const MONEY_STYLE: Readonly<Record<number, number>> = { 0: 6, 2: 3, 3: 2 };
const styleOf = (kind: ColumnKind, cell: Cell): number =>
  (kind === "money" && MONEY_STYLE[String(cell).split(".")[1]?.length ?? 0]) || STYLE[kind];

/** Formats by the numbers above. Dates are of the ISO form, which every Excel reads alike. */
export const STYLES_XML = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="4"><numFmt numFmtId="164" formatCode="#,##0.000"/><numFmt numFmtId="165" formatCode="#,##0.00"/><numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/><numFmt numFmtId="167" formatCode="[h]:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="7"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="166" applyNumberFormat="1"/><xf numFmtId="167" applyNumberFormat="1"/><xf numFmtId="3" applyNumberFormat="1"/></cellXfs></styleSheet>`;

/** A, B, … Z, AA, …: the letters of a column, counted from 0. */
export function columnLetters(index: number): string {
  let letters = "";
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** What XML 1.0 forbids, and halves of surrogate pairs. */
const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be in the file
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** Excel would read `_x0041_` as "A". */
const LOOK_ALIKE = /_(?=x[0-9a-fA-F]{4}_)/g;

const escapeText = (text: string): string =>
  text
    .slice(0, MOST_TEXT)
    .replace(FORBIDDEN, "\ufffd")
    .replace(LOOK_ALIKE, "_x005F_")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/\r/g, "_x000D_");

/** Text as a cell holds it: never a formula, whatever it begins with, since formulas have an element of their own. */
function textCell(reference: string, style: string, text: string): string {
  const space = /^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : "";
  return `<c r="${reference}"${style} t="inlineStr"><is><t${space}>${escapeText(text)}</t></is></c>`;
}

const DECIMAL = /^-?\d+(\.\d+)?$/;

function numberOf(kind: ColumnKind, cell: Cell): string {
  if (kind === "instant" || kind === "duration") {
    const days = Number(cell) / DAY_MS + (kind === "instant" ? EPOCH_DAYS : 0);
    // Nine decimals of a day are less than a tenth of a millisecond.
    return days.toFixed(9).replace(/\.?0+$/, "");
  }
  const text = String(cell);
  if (!DECIMAL.test(text)) throw new TypeError(`not a number for a cell: ${text.slice(0, 40)}`);
  return text;
}

/** A row with full references: some readers fail without. `number` counts from 1. */
export function rowXml(columns: readonly Column[], letters: readonly string[], row: Row, number: number): string {
  let cells = "";
  for (let index = 0; index < columns.length; index++) {
    const cell = row[index];
    const kind = columns[index]?.kind;
    if (cell === null || cell === undefined || kind === undefined) continue;
    const reference = `${letters[index]}${number}`;
    const styleNumber = styleOf(kind, cell);
    const style = styleNumber === 0 ? "" : ` s="${styleNumber}"`;
    cells +=
      kind === "text"
        ? textCell(reference, style, String(cell))
        : `<c r="${reference}"${style}><v>${numberOf(kind, cell)}</v></c>`;
  }
  return `<row r="${number}">${cells}</row>`;
}

/** What stands before a sheet's rows: a head that stays in sight, widths, and the head itself. */
export function sheetStart(columns: readonly Column[], letters: readonly string[]): string {
  const widths = columns
    .map(({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
    .join("");
  const head = columns.map((column, index) => textCell(`${letters[index]}1`, ' s="1"', column.head)).join("");
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths}</cols><sheetData><row r="1">${head}</row>`;
}

/** What stands after them: the filter over all of it. */
export const sheetEnd = (lastLetters: string, lastRow: number): string =>
  `</sheetData><autoFilter ref="A1:${lastLetters}${lastRow}"/></worksheet>`;
