/**
 * One text for one JSON value: object keys sorted by code unit, no spaces, numbers as ECMAScript writes them
 * (RFC 8785, JSON Canonicalization Scheme). What is not JSON (undefined members) is left out.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
