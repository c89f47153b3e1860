import { and, eq } from "drizzle-orm";
import { site } from "../../../db/schema/assets.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { AppError } from "../../core/errors.ts";

/** That a site which is to be referred to is the tenant's own. @throws AppError `invalid`. */
export async function requireSite(tx: Transaction, tenantId: string, siteId: string): Promise<void> {
  const [row] = await tx
    .select({ id: site.id })
    .from(site)
    .where(and(eq(site.tenantId, tenantId), eq(site.id, siteId)));
  if (!row) throw new AppError("invalid", "Unknown site.", { issues: [{ path: "siteId", message: "unknown site" }] });
}
