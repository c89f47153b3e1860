import { signOut } from "next-auth/react";
import { CallError } from "../api/call.ts";
import { forgetLastSeen } from "../drive/last-seen.ts";

/**
 * Ends this browser's session and goes to `to`. What the drivers' app and the office kept here goes too: one session serves both.
 * @throws CallError where the server was not reached: the browser is signed in still.
 */
export async function signOutTo(to: string): Promise<void> {
  try {
    await signOut({ redirect: false });
  } catch (cause) {
    console.error(cause);
    throw new CallError(undefined);
  } finally {
    // After the session, so that another tab that is loaded anew by it finds no session either.
    forgetLastSeen();
  }
  window.location.assign(to);
}
