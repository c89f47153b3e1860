/** Why a sign-in failed. Travels as text in the `error` parameter of next-auth's answer. */
export type SignInError =
  | { readonly kind: "wrong" }
  | { readonly kind: "noTenant" }
  | { readonly kind: "locked"; readonly retryAfterS: number }
  | { readonly kind: "unavailable" };

/** The text that `parseSignInError` reads back. */
export const encodeSignInError = (error: SignInError): string =>
  error.kind === "locked" ? `locked:${error.retryAfterS}` : error.kind;

/** Anything that is not ours, next-auth's own codes included, means that the service could not check. */
export function parseSignInError(text: string): SignInError {
  if (text === "wrong" || text === "CredentialsSignin") return { kind: "wrong" };
  if (text === "noTenant") return { kind: "noTenant" };
  const seconds = /^locked:(\d+)$/.exec(text)?.[1];
  return seconds === undefined ? { kind: "unavailable" } : { kind: "locked", retryAfterS: Number(seconds) };
}
