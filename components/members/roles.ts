import type { RouterInputs } from "../../server/transport/trpc/router.ts";

export type Role = RouterInputs["member"]["invite"]["role"];

/** From the one who may do all to the one who looks. */
export const OFFICE_ROLES = ["owner", "operator", "finance", "support", "viewer"] as const satisfies readonly Role[];
