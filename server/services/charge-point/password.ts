import { createHmac, randomBytes, randomInt, timingSafeEqual } from "node:crypto";

const SALT_BYTES = 16;
/** Printable and without characters that installers mix up. OCPP allows at most 20 bytes (1.6 security whitepaper, 3.3). */
const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
const LENGTH = 20;

/** A new password of 20 characters, 116 random bits. */
export const generatePassword = (): string =>
  Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");

/** Salt and HMAC-SHA256 of a charge point's password. The passwords are long and random, so that no slow hash is needed. */
export function hashPassword(password: Uint8Array): Uint8Array {
  const salt = randomBytes(SALT_BYTES);
  return Buffer.concat([salt, hmac(salt, password)]);
}

/**
 * The hash of a password as ChangeConfiguration of AuthorizationKey gives it: pairs of hex digits are its bytes (OCPP 1.6
 * security whitepaper, 3.3), other text is itself. `verifyPassword` then takes it in both readings.
 */
export const hashAuthorizationKey = (key: string): Uint8Array => {
  const text = Buffer.from(key, "latin1");
  return hashPassword(decodeHex(text) ?? text);
};

/**
 * Whether the bytes of a Basic header are the password, in the same time either way. Some stations send the hex text that
 * the AuthorizationKey was configured with in place of its bytes: that is taken too.
 */
export function verifyPassword(password: Uint8Array, stored: Uint8Array): boolean {
  const salt = stored.subarray(0, SALT_BYTES);
  const expected = stored.subarray(SALT_BYTES);
  if (expected.length !== 32) return false;
  const asBytes = timingSafeEqual(hmac(salt, password), expected);
  const asHex = timingSafeEqual(hmac(salt, decodeHex(password) ?? password), expected);
  return asBytes || asHex;
}

const hmac = (salt: Uint8Array, password: Uint8Array): Uint8Array =>
  createHmac("sha256", salt).update(password).digest();

function decodeHex(text: Uint8Array): Uint8Array | null {
  const ascii = Buffer.from(text).toString("latin1");
  return /^(?:[0-9a-f]{2})+$/i.test(ascii) ? Buffer.from(ascii, "hex") : null;
}
