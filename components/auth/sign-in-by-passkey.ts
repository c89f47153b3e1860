import { startAuthentication } from "@simplewebauthn/browser";
import { call } from "../api/call.ts";
import { currentBase } from "../api/current-base.ts";
import { signInBy } from "./sign-in-by.ts";

export type PasskeyOutcome = "signedIn" | "cancelled" | "refused" | "notHere" | "unavailable";

/** Asks the browser for a passkey of this site and exchanges its answer for a session. */
export async function signInByPasskey(): Promise<PasskeyOutcome> {
  try {
    const { options, state } = await call(currentBase(), "signIn.beginPasskey", undefined);
    const answer = await startAuthentication({ optionsJSON: options });
    const refusal = await signInBy("passkey", { state, answer: JSON.stringify(answer) });
    if (!refusal) return "signedIn";
    return refusal.kind === "wrong" ? "refused" : "unavailable";
  } catch (error) {
    console.error(error);
    return outcomeOf(error);
  }
}

/** Browsers say alike that somebody cancelled, took too long, or has no passkey here (WebAuthn Level 3, 14.5.2). */
export function outcomeOf(error: unknown): PasskeyOutcome {
  if (!(error instanceof Error)) return "unavailable";
  if (error.name === "NotAllowedError" || error.name === "AbortError") return "cancelled";
  if (error.name === "SecurityError") return "notHere";
  const data = "data" in error ? error.data : undefined;
  const isOurs = typeof data === "object" && data !== null && "appCode" in data;
  return isOurs && data.appCode === "unavailable" ? "notHere" : "unavailable";
}
