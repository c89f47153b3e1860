import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { chargePoint, site } from "../../../db/schema/assets.ts";
import { tenant } from "../../../db/schema/tenants.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { conflict } from "../../core/conflict.ts";
import { notFound } from "../../core/errors.ts";
import { ChargePointKey, loadChargePoint } from "../charge-point/load.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { loadTariff } from "./load.ts";
import { requireTariff } from "./require.ts";
import { requireLawfulUse } from "./require-lawful.ts";

export const AssignTariffInput = z.strictObject({
  tariffId: z.uuid(),
  target: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("tenant") }),
    z.strictObject({ kind: z.literal("site"), siteId: z.uuid() }),
    z.strictObject({ kind: z.literal("chargePoint"), chargePoint: ChargePointKey }),
  ]),
});
type Input = z.infer<typeof AssignTariffInput>;
type Given = { readonly subjectType: string; readonly subjectId: string; readonly before: string | null };

/**
 * Says what a tariff is for: the tenant's default, a site, a charge point. Sessions under way keep theirs.
 * @throws AppError `notFound`, `conflict` for something retired, `invalid` where the law forbids it as a price for guests.
 */
export async function assignTariff(ctx: ServiceContext, { tariffId, target }: Input): Promise<{ tariffId: string }> {
  requirePermission(ctx, "tariff.write");
  const assigned = await transact(ctx, async (tx) => {
    const row = await loadTariff(tx, ctx.tenantId, tariffId);
    if (row.retiredAt) throw conflict("tariffRetired", "The tariff is retired.");
    await requireTariff(tx, ctx.tenantId, tariffId);
    const { subjectType, subjectId, before } = await give(ctx, tx, tariffId, target);
    await requireLawfulUse(tx, ctx, tariffId);
    await recordAudit(ctx, tx, { action: "tariff.assign", subjectType, subjectId, detail: { tariffId, before } });
    return { tariffId };
  });
  ctx.events.publish({ type: "pricesChanged", tenantId: ctx.tenantId });
  return assigned;
}

async function give(ctx: ServiceContext, tx: Transaction, tariffId: string, target: Input["target"]): Promise<Given> {
  const { tenantId } = ctx;
  if (target.kind === "tenant") {
    const [row] = await tx.select().from(tenant).where(eq(tenant.id, tenantId)).for("update");
    if (!row) throw notFound("Tenant");
    await tx.update(tenant).set({ defaultTariffId: tariffId }).where(eq(tenant.id, tenantId));
    return { subjectType: "tenant", subjectId: tenantId, before: row.defaultTariffId };
  }
  if (target.kind === "site") {
    const ofSite = and(eq(site.tenantId, tenantId), eq(site.id, target.siteId));
    const [row] = await tx.select().from(site).where(ofSite).for("update");
    if (!row) throw notFound("Site");
    await tx.update(site).set({ tariffId }).where(ofSite);
    return { subjectType: "site", subjectId: row.id, before: row.tariffId };
  }
  const row = await loadChargePoint(tx, tenantId, target.chargePoint, "update");
  if (row.retiredAt) throw conflict("stationRetired", "The charge point is retired.");
  await tx
    .update(chargePoint)
    .set({ tariffId, updatedAt: ctx.clock.now() })
    .where(and(eq(chargePoint.tenantId, tenantId), eq(chargePoint.id, row.id)));
  return { subjectType: "chargePoint", subjectId: row.id, before: row.tariffId };
}
