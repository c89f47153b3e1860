import { parseSignInError, type SignInError } from "./sign-in-error.ts";

/** The ways in that `auth-options.ts` knows. */
type Way = "credentials" | "ticket" | "invitation" | "passkey";

/** Longer than a server with many sign-ins at once takes, and not for ever. */
const PATIENCE_MS = 30_000;

/**
 * Exchanges what somebody proves for a session; null: signed in. The two calls of next-auth's own client, which leaves the page when
 * the first has no answer, and takes a failure of before in the page's address for one of now.
 */
export async function signInBy(way: Way, proof: Readonly<Record<string, string>>): Promise<SignInError | null> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const { csrfToken } = await (await fetch("/api/auth/csrf", { signal })).json();
    const body = new URLSearchParams({ ...proof, csrfToken, callbackUrl: "/", json: "true" });
    const response = await fetch(`/api/auth/callback/${way}`, { method: "POST", body, signal });
    const { url } = await response.json();
    const error = new URL(url).searchParams.get("error");
    return response.ok && error === null ? null : parseSignInError(error ?? "");
  } catch (error) {
    // The network is down, or a proxy in between answered.
    console.error(error);
    return { kind: "unavailable" };
  }
}
