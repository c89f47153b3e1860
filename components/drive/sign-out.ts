import { signOut } from "next-auth/react";
import { forgetLastSeen } from "./last-seen.ts";

/** Signs out and leaves nothing private in this browser: what was kept for bad networks goes first. */
export async function signOutOfDrive(base: string): Promise<void> {
  forgetLastSeen();
  await signOut({ callbackUrl: `${base}/drive` });
}
