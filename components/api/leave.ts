import { signInPath } from "../auth/next-path.ts";

/** An expired or revoked session ends on the sign-in page, which leads back to this screen. For the browser. */
export function leave(signIn: string): void {
  window.location.assign(signInPath(window.location.pathname + window.location.search, signIn));
}
