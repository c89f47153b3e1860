const ACCENTED: Readonly<Record<string, string>> = {
  a: "á",
  c: "ç",
  d: "ð",
  e: "é",
  i: "í",
  n: "ñ",
  o: "ö",
  s: "š",
  u: "ü",
  y: "ý",
  z: "ž",
  A: "Å",
  C: "Ç",
  D: "Ð",
  E: "É",
  I: "Î",
  N: "Ñ",
  O: "Ø",
  S: "Š",
  U: "Û",
  Y: "Ý",
  Z: "Ž",
};

/** How much longer the text becomes: German runs up to 35 % over English. */
const GROWTH = 0.35;

/**
 * The same messages in a made-up language: accented, 35 % longer, in brackets. Text without brackets on a screen is
 * hard-coded; a cut-off closing bracket is a layout that will not hold German. ICU arguments, branches and tags are kept.
 */
export function toPseudo<Messages>(messages: Messages): Messages;
export function toPseudo(messages: unknown): unknown {
  if (typeof messages === "string") return pseudoMessage(messages);
  if (messages === null || typeof messages !== "object") return messages;
  return Object.fromEntries(Object.entries(messages).map(([key, value]) => [key, toPseudo(value)]));
}

/** One ICU message in the made-up language. */
export const pseudoMessage = (message: string): string => `[${accentText(message)}]`;

/** Accents and lengthens plain text; an argument in braces is copied, and the texts of its branches are treated alike. */
function accentText(text: string): string {
  let out = "";
  let plainLength = 0;
  let index = 0;
  while (index < text.length) {
    const char = text.charAt(index);
    if (char === "{") {
      const end = closingBrace(text, index);
      out += `{${accentArgument(text.slice(index + 1, end))}}`;
      index = end + 1;
    } else if (char === "<") {
      const end = text.indexOf(">", index);
      const stop = end === -1 ? text.length : end + 1;
      out += text.slice(index, stop);
      index = stop;
    } else {
      out += ACCENTED[char] ?? char;
      plainLength += 1;
      index += 1;
    }
  }
  return out + growth(Math.ceil(plainLength * GROWTH));
}

/** No language has longer words between two places to break. */
const LONGEST_WORD = 24;
const growth = (length: number): string =>
  Array.from({ length }, (_, index) => (index % (LONGEST_WORD + 1) === LONGEST_WORD ? " " : "~")).join("");

/** `count, plural, one {# day} other {# days}`: only what stands in the inner braces is text. */
function accentArgument(argument: string): string {
  let out = "";
  let index = 0;
  while (index < argument.length) {
    if (argument.charAt(index) === "{") {
      const end = closingBrace(argument, index);
      out += `{${accentText(argument.slice(index + 1, end))}}`;
      index = end + 1;
    } else {
      out += argument.charAt(index);
      index += 1;
    }
  }
  return out;
}

function closingBrace(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    if (text.charAt(index) === "{") depth += 1;
    if (text.charAt(index) === "}") depth -= 1;
    if (depth === 0) return index;
  }
  throw new Error(`message has an unclosed brace: ${text}`);
}
