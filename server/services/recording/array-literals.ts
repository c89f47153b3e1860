/**
 * PostgreSQL array literals, for `${literal}::text::type[]`. A batch goes over the wire as a few long texts, which is
 * several times cheaper than one parameter per value.
 */

const SPECIAL = /["\\]/g;

/** Values that need no quoting: UUIDs, numbers, ISO instants, hexadecimal digits. */
export const plainArray = (values: readonly (string | number | bigint | null)[]): string =>
  `{${values.map((value) => (value === null ? "NULL" : value)).join(",")}}`;

/** Any text. NUL, which PostgreSQL cannot hold, becomes the replacement character. */
export const textArray = (values: readonly (string | null)[]): string =>
  `{${values.map((value) => (value === null ? "NULL" : `"${withoutNul(value).replace(SPECIAL, "\\$&")}"`)).join(",")}}`;

export const instantArray = (values: readonly (Date | null)[]): string =>
  plainArray(values.map((value) => (value === null ? null : value.toISOString())));

/** Bytes as hexadecimal text, for `decode(x, 'hex')`. */
export const hexArray = (values: readonly Uint8Array[]): string =>
  plainArray(values.map((value) => Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")));

/**
 * JSON texts, for `string_to_array(x, chr(30), '')`. The record separator parts them, as in RFC 7464: JSON escapes it, so
 * that no text needs quoting here or unquoting there. Null is the empty text, which no JSON is.
 */
export const jsonSequence = (values: readonly (string | null)[]): string =>
  values.map((value) => value ?? "").join("\u001e");

/** Each element itself an array literal, for `x::text[]`; empty and missing lists become NULL. */
export const nestedTextArray = (values: readonly (readonly string[] | null | undefined)[]): string =>
  textArray(values.map((list) => (list && list.length > 0 ? textArray(list) : null)));

const withoutNul = (text: string): string => (text.includes("\u0000") ? text.replaceAll("\u0000", "\uFFFD") : text);
