import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { site } from "../../../db/schema/assets.ts";
import { notFound } from "../../core/errors.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { type SiteView, toSiteView } from "./site-view.ts";

export const GetSiteInput = z.strictObject({ siteId: z.uuid() });

/** One site. @throws AppError `notFound`. */
export async function getSite(ctx: ServiceContext, input: z.infer<typeof GetSiteInput>): Promise<SiteView> {
  requirePermission(ctx, "chargePoint.read");
  const [row] = await transact(ctx, (tx) =>
    tx
      .select()
      .from(site)
      .where(and(eq(site.tenantId, ctx.tenantId), eq(site.id, input.siteId))),
  );
  if (!row) throw notFound("Site");
  return toSiteView(row);
}
