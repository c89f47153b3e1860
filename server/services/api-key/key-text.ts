import { createHash, randomBytes } from "node:crypto";

/**
 * An API key's text: `vp_`, tenant and key id (32 bytes, base64url), `_`, secret (32 random bytes, base64url). It names its
 * own row, so that it is looked up within its tenant.
 */
export type ParsedKey = { readonly tenantId: string; readonly keyId: string; readonly secretHash: Uint8Array };

const TEXT = /^vp_([A-Za-z0-9_-]{43})_([A-Za-z0-9_-]{43})$/;

export function generateKeyText(tenantId: string, keyId: string): string {
  const ids = Buffer.from((tenantId + keyId).replaceAll("-", ""), "hex").toString("base64url");
  return `vp_${ids}_${randomBytes(32).toString("base64url")}`;
}

/** Null for what cannot be a key. */
export function parseKeyText(text: string): ParsedKey | null {
  const [, ids, secret] = TEXT.exec(text) ?? [];
  if (ids === undefined || secret === undefined) return null;
  const hex = Buffer.from(ids, "base64url").toString("hex");
  return { tenantId: toUuid(hex.slice(0, 32)), keyId: toUuid(hex.slice(32)), secretHash: hashSecret(secret) };
}

/** The key in an Authorization header; null for a header of another scheme, or none. */
export const parseBearer = (header: string | null): string | null =>
  /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1] ?? null;

/** SHA-256: the secret has 256 random bits, so that no slow hash is needed. */
const hashSecret = (secret: string): Uint8Array => createHash("sha256").update(secret).digest();

const toUuid = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
