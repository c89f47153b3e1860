import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { chargePoint, site } from "../../../db/schema/assets.ts";
import { tariff } from "../../../db/schema/money.ts";
import { tenant } from "../../../db/schema/tenants.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { conflict } from "../../core/conflict.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import type { GetTariffInput } from "./get.ts";
import { loadTariff, loadVersions } from "./load.ts";
import { type TariffView, toTariffView } from "./tariff-view.ts";

/**
 * Takes a tariff out of the choice; sessions keep what they were priced with. Retiring it again changes nothing.
 * @throws AppError `notFound`, `conflict` while a charge point, a site or the tenant itself still uses it.
 */
export async function retireTariff(ctx: ServiceContext, input: z.infer<typeof GetTariffInput>): Promise<TariffView> {
  requirePermission(ctx, "tariff.write");
  return transact(ctx, async (tx) => {
    let row = await loadTariff(tx, ctx.tenantId, input.tariffId, "update");
    if (!row.retiredAt) {
      await requireUnused(tx, ctx.tenantId, row.id);
      const retiredAt = ctx.clock.now();
      await tx
        .update(tariff)
        .set({ retiredAt })
        .where(and(eq(tariff.tenantId, ctx.tenantId), eq(tariff.id, row.id)));
      await recordAudit(ctx, tx, { action: "tariff.retire", subjectType: "tariff", subjectId: row.id });
      row = { ...row, retiredAt };
    }
    const versionsOf = await loadVersions(tx, ctx.tenantId, [row.id], ctx.clock.now());
    return toTariffView(row, versionsOf(row.id));
  });
}

async function requireUnused(tx: Transaction, tenantId: string, tariffId: string): Promise<void> {
  const users = await Promise.all([
    tx
      .select({ id: chargePoint.id })
      .from(chargePoint)
      .where(and(eq(chargePoint.tenantId, tenantId), eq(chargePoint.tariffId, tariffId), isNull(chargePoint.retiredAt)))
      .limit(1),
    tx
      .select({ id: site.id })
      .from(site)
      .where(and(eq(site.tenantId, tenantId), eq(site.tariffId, tariffId)))
      .limit(1),
    tx
      .select({ id: tenant.id })
      .from(tenant)
      .where(and(eq(tenant.id, tenantId), eq(tenant.defaultTariffId, tariffId))),
  ]);
  if (users.some((rows) => rows.length > 0)) {
    throw conflict("tariffInUse", "The tariff is still in use: assign another one first.");
  }
}
