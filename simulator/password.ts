/** Text (its UTF-8 bytes), `hex:` and the bytes in hex, or the bytes themselves. */
export type Password = string | Uint8Array;

/** @throws RangeError when `hex:` is not followed by whole bytes in hex. */
export function parsePassword(password: Password): Uint8Array {
  if (typeof password !== "string") return password;
  if (!password.startsWith("hex:")) return Buffer.from(password, "utf8");
  const digits = password.slice(4);
  if (!/^([0-9a-f]{2})+$/i.test(digits)) throw new RangeError("a password after hex: must be pairs of hex digits");
  return Buffer.from(digits, "hex");
}

/** What goes into the Basic header: the key the CSMS has set since, else the one handed in; none means no header. */
export function passwordBytes(
  given: Password | undefined,
  changedHex: string | undefined,
  sendsHexText: boolean | undefined,
): Uint8Array | undefined {
  const bytes = bytesOf(given, changedHex);
  return bytes && sendsHexText ? Buffer.from(Buffer.from(bytes).toString("hex"), "utf8") : bytes;
}

function bytesOf(given: Password | undefined, changedHex: string | undefined): Uint8Array | undefined {
  if (changedHex !== undefined) return Buffer.from(changedHex, "hex");
  return given === undefined ? undefined : parsePassword(given);
}
