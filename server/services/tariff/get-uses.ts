import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import type { z } from "zod";
import { chargePoint, site } from "../../../db/schema/assets.ts";
import { auditEntry, tenant } from "../../../db/schema/tenants.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import type { GetTariffInput } from "./get.ts";
import { loadTariff } from "./load.ts";
import { findMaxPower } from "./require-lawful.ts";

/** A screen names so many; beyond them `…Count` of the list says how many there are. */
const MOST_NAMED = 200;

/** Who names a tariff, the highest power it serves, and who made its versions. @throws AppError `notFound`. */
export async function getTariffUses(ctx: ServiceContext, { tariffId }: z.infer<typeof GetTariffInput>) {
  requirePermission(ctx, "tariff.read");
  const { tenantId } = ctx;
  return transact(ctx, async (tx) => {
    await loadTariff(tx, tenantId, tariffId);
    const [owner] = await tx
      .select({ id: tenant.id })
      .from(tenant)
      .where(and(eq(tenant.id, tenantId), eq(tenant.defaultTariffId, tariffId)));
    const sites = await tx
      .select({ id: site.id, name: site.name })
      .from(site)
      .where(and(eq(site.tenantId, tenantId), eq(site.tariffId, tariffId)))
      .orderBy(asc(site.name))
      .limit(MOST_NAMED);
    const chargePoints = await tx
      .select({ id: chargePoint.id, identity: chargePoint.identity })
      .from(chargePoint)
      .where(and(eq(chargePoint.tenantId, tenantId), eq(chargePoint.tariffId, tariffId), isNull(chargePoint.retiredAt)))
      .orderBy(asc(chargePoint.identity))
      .limit(MOST_NAMED);
    const made = await tx
      .select({ actor: auditEntry.actor, detail: auditEntry.detail })
      .from(auditEntry)
      .where(
        and(
          eq(auditEntry.tenantId, tenantId),
          eq(auditEntry.subjectType, "tariff"),
          eq(auditEntry.subjectId, tariffId),
          inArray(auditEntry.action, ["tariff.create", "tariff.createVersion"]),
        ),
      );
    const authors = made.flatMap(({ actor, detail }) =>
      typeof detail?.versionId === "string" ? [{ versionId: detail.versionId, name: actor.name ?? actor.kind }] : [],
    );
    return {
      isDefault: owner !== undefined,
      sites,
      chargePoints,
      authors,
      maxPowerW: await findMaxPower(tx, tenantId, tariffId),
    };
  });
}
