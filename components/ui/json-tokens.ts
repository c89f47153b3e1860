export type JsonToken = { readonly kind: "key" | "string" | "number" | "literal" | "plain"; readonly text: string };

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g;

/** Splits JSON text for display. Joined, the tokens are the text again, so what is copied is what was sent. */
export function jsonTokens(text: string): JsonToken[] {
  const tokens: JsonToken[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > end) tokens.push({ kind: "plain", text: text.slice(end, match.index) });
    const [whole, quoted, colon] = match;
    if (quoted === undefined) tokens.push({ kind: /^[-\d]/.test(whole) ? "number" : "literal", text: whole });
    else {
      tokens.push({ kind: colon === undefined ? "string" : "key", text: quoted });
      if (colon !== undefined) tokens.push({ kind: "plain", text: colon });
    }
    end = match.index + whole.length;
  }
  if (end < text.length) tokens.push({ kind: "plain", text: text.slice(end) });
  return tokens;
}

/** Pretty-prints what can be; text that is no JSON is returned as it is, since a broken frame must be seen as it came. */
export function prettyJson(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value, bigintAsText, 2) ?? "undefined";
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch (error) {
    if (error instanceof SyntaxError) return value;
    throw error;
  }
}

const bigintAsText = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);
