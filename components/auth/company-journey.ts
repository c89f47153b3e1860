/** Carries a sign-in to a company's own provider and back. `Lax`, so that it comes along when the provider sends the browser back. */
export const JOURNEY_COOKIE = "voltplane.company-sign-in";

export const journeyCookie = (isSecure: boolean) =>
  ({ httpOnly: true, sameSite: "lax", secure: isSecure, path: "/api/oidc", maxAge: 600 }) as const;
