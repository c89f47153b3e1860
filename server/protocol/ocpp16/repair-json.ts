/**
 * Mends the two broken JSON patterns seen from real firmware: a missing value (`"transactionId":,`, AEFA) becomes null, and a
 * comma before the first list item (`[,{`, ZJ Beny) goes. Text inside strings is left alone. One pass over the text.
 */
export function repairJson(text: string): string {
  let repaired = "";
  let copiedTo = 0;
  let inString = false;
  let last = ""; // the last character outside strings that is not white space
  for (let index = 0; index < text.length; index++) {
    const char = text.charAt(index);
    if (inString) {
      if (char === "\\") index++;
      else if (char === '"') inString = false;
      continue;
    }
    if (char === " " || char === "\t" || char === "\n" || char === "\r") continue;
    if (char === '"') inString = true;
    else if (last === ":" && (char === "," || char === "}")) {
      repaired += `${text.slice(copiedTo, index)}null`;
      copiedTo = index;
    } else if (last === "[" && char === ",") {
      repaired += text.slice(copiedTo, index);
      copiedTo = index + 1;
      continue; // the next comma of a run stands after the bracket too
    }
    last = char;
  }
  return repaired + text.slice(copiedTo);
}

/** True when lists and objects nest deeper than `limit`. Counted on the text, before anything recursive sees the value. */
export function nestsDeeperThan(limit: number, text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x22) {
      index = endOfString(text, index);
    } else if (code === 0x7b || code === 0x5b) {
      if (++depth > limit) return true;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return false;
}

/** Jumps from quote to quote, which is several times faster than looking at each character. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === 0x5c) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}
