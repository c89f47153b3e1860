import { signIn } from "next-auth/react";

type Proof = { readonly ticketId: string; readonly secret?: string; readonly code?: string };

/** Exchanges what the mail held for a session. False for a ticket that is worth nothing, and when the server did not answer. */
export async function signInByTicket(proof: Proof): Promise<boolean> {
  try {
    const answer = await signIn("ticket", { ...proof, redirect: false });
    return answer?.ok === true && !answer.error;
  } catch (error) {
    console.error(error);
    return false;
  }
}
