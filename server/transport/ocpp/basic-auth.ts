export type BasicCredentials =
  | { readonly kind: "none" }
  | { readonly kind: "password"; readonly password: Uint8Array }
  | { readonly kind: "malformed" }
  /** The user name is not the identity in the path. */
  | { readonly kind: "otherUser" };

/**
 * Reads the Basic header of a charge point (OCPP security whitepaper, profile 1: the user name is the identity). The password
 * is bytes, often no UTF-8, and the identity may hold colons: so the bytes are cut after `identity:` and never made text.
 * The identity is compared without regard to the case of ASCII letters, as 1.6 treats all its identifiers.
 */
export function readBasicCredentials(header: string | undefined, identity: string): BasicCredentials {
  if (header === undefined) return { kind: "none" };
  const encoded = /^basic +([a-z0-9+/_-]+={0,2}) *$/i.exec(header)?.[1];
  if (encoded === undefined) return { kind: "malformed" };
  const bytes = Buffer.from(encoded, "base64");
  const user = Buffer.from(`${identity}:`);
  if (bytes.length < user.length) return { kind: "otherUser" };
  for (let index = 0; index < user.length; index++) {
    if (lowerAscii(bytes[index] ?? 0) !== lowerAscii(user[index] ?? 0)) return { kind: "otherUser" };
  }
  return { kind: "password", password: new Uint8Array(bytes.subarray(user.length)) };
}

const lowerAscii = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte);
