import { signInPath } from "../auth/next-path.ts";
import { forgetLastSeen } from "../drive/last-seen.ts";

/** An expired or revoked session ends on the sign-in page, which leads back to this screen, with nothing of the person kept. For the browser. */
export function leave(signIn: string): void {
  forgetLastSeen();
  window.location.assign(signInPath(window.location.pathname + window.location.search, signIn));
}
