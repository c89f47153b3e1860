import type { Deps } from "../context.ts";
import { isElsewhere } from "./is-elsewhere.ts";
import { liesAtHome } from "./ticket-secret.ts";

/**
 * Whether a link lies at a company's own host name although its reader, by now, works for or charges at another one: it opens nothing,
 * and the next one leads to the installation's own address. A link lives for days, and where it lies was settled when it was written.
 */
export const isAstray = async (
  deps: Pick<Deps, "db">,
  secret: string,
  userId: string,
  tenantId: string,
): Promise<boolean> => !liesAtHome(secret) && isElsewhere(deps, userId, tenantId);
