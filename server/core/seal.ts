import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const keyOf = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, "", `voltplane ${purpose}`, 32));

/**
 * Encrypts what the database shall hold and not know: AES-256-GCM under a key that is derived (HKDF, RFC 5869) from the
 * installation's secret for one purpose. What is sealed for one purpose does not open for another.
 * @returns nonce, ciphertext and tag, one after the other.
 */
export function seal(secret: string, purpose: string, bytes: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyOf(secret, purpose), nonce);
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `seal` closed. Throws for another secret or purpose, and for bytes that were changed. */
export function unseal(secret: string, purpose: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed);
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error("sealed bytes are too short");
  const decipher = createDecipheriv("aes-256-gcm", keyOf(secret, purpose), bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}

/** Seals and opens for one purpose. */
export type Sealer = { seal(bytes: Uint8Array): Buffer; unseal(sealed: Uint8Array): Buffer };

export const createSealer = (secret: string, purpose: string): Sealer => ({
  seal: (bytes) => seal(secret, purpose, bytes),
  unseal: (sealed) => unseal(secret, purpose, sealed),
});
