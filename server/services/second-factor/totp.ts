import { Secret, TOTP } from "otpauth";

const PERIOD_S = 30;
/** A phone's clock may be one step off, either way. */
const WINDOW = 1;

/** 160 random bits, as RFC 4226 (section 4, R6) recommends. */
export const newTotpSecret = (): Uint8Array => new Uint8Array(new Secret({ size: 20 }).buffer);

const totpOf = (secret: Uint8Array, label = "", issuer = ""): TOTP =>
  new TOTP({ secret: new Secret({ buffer: new Uint8Array(secret).buffer }), label, issuer, period: PERIOD_S });

/** What authenticator apps scan (Key Uri Format), and the secret as one types it. */
export function totpSetup(secret: Uint8Array, email: string, issuer: string): { uri: string; text: string } {
  const totp = totpOf(secret, email, issuer);
  return { uri: totp.toString(), text: totp.secret.base32 };
}

/** The time step (RFC 6238, 4.2) whose code this is; null for a wrong one. */
export function stepOfCode(secret: Uint8Array, code: string, now: Date): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: now.getTime(), window: WINDOW });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD_S) + delta;
}
