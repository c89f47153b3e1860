import { isIP } from "node:net";
import { AppError } from "../../core/errors.ts";

export type RelyingParty = { readonly id: string; readonly origin: string };

/**
 * Whom a passkey is made for: the host name of the page (WebAuthn Level 3, 5.1.2). @throws AppError `unavailable` where that is
 * not known, is a bare address, or is not secure: browsers would refuse.
 */
export function relyingPartyOf(origin: string | null): RelyingParty {
  const url = origin === null ? null : new URL(origin);
  const isLocal = url?.hostname === "localhost" || url?.hostname.endsWith(".localhost");
  if (!url || isIP(url.hostname.replace(/[[\]]/g, "")) !== 0 || (url.protocol !== "https:" && !isLocal)) {
    throw new AppError("unavailable", "Passkeys need this site's own name over https.");
  }
  return { id: url.hostname, origin: url.origin };
}
