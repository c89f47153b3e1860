import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { chargePoint, site } from "../../../db/schema/assets.ts";
import { notFound } from "../../core/errors.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { requireTariffChange } from "../tariff/require.ts";
import { requireLawfulDefault, requireLawfulUse } from "../tariff/require-lawful.ts";
import { SiteFields } from "./create.ts";
import { GetSiteInput } from "./get.ts";
import { type SiteView, toSiteView } from "./site-view.ts";

export const SiteChanges = SiteFields.partial();
export const UpdateSiteInput = SiteChanges.extend(GetSiteInput.shape);

/** Changes a site; a field left out stays as it is. Another time zone makes its stations connect anew. @throws AppError `notFound`, `invalid` for an unknown tariff. */
export async function updateSite(ctx: ServiceContext, input: z.infer<typeof UpdateSiteInput>): Promise<SiteView> {
  requirePermission(ctx, "chargePoint.write");
  const { siteId, ...changes } = input;
  const view = await transact(ctx, async (tx) => {
    const ofSite = and(eq(site.tenantId, ctx.tenantId), eq(site.id, siteId));
    const [before] = await tx.select().from(site).where(ofSite).for("update");
    if (!before) throw notFound("Site");
    await requireTariffChange(ctx, tx, before.tariffId, changes.tariffId);
    // The name is written even when it stays, since an update must set something.
    const [after] = await tx
      .update(site)
      .set({ name: before.name, ...changes })
      .where(ofSite)
      .returning();
    if (!after) throw notFound("Site");
    if (changes.tariffId) await requireLawfulUse(tx, ctx, changes.tariffId);
    if (changes.tariffId === null) await requireLawfulDefault(tx, ctx);
    await recordAudit(ctx, tx, { action: "site.update", subjectType: "site", subjectId: siteId, detail: changes });
    return toSiteView(after);
  });
  if (changes.tariffId !== undefined || changes.timeZone !== undefined) {
    ctx.events.publish({ type: "pricesChanged", tenantId: ctx.tenantId });
  }
  if (changes.timeZone !== undefined) await reconnectStations(ctx, siteId);
  return view;
}

/** The zone that a station's sessions are priced by is read when it connects. */
async function reconnectStations(ctx: ServiceContext, siteId: string): Promise<void> {
  const online = await transact(ctx, (tx) =>
    tx
      .select({ id: chargePoint.id })
      .from(chargePoint)
      .where(
        and(
          eq(chargePoint.tenantId, ctx.tenantId),
          eq(chargePoint.siteId, siteId),
          eq(chargePoint.isOnline, true),
          isNull(chargePoint.retiredAt),
        ),
      ),
  );
  for (const { id } of online) await ctx.commands.disconnect(ctx.tenantId, id, "settings changed");
}
