import { and, eq, gt, sql } from "drizzle-orm";
import { tariff, tariffVersion } from "../../../db/schema/money.ts";
import { tenant } from "../../../db/schema/tenants.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { AppError } from "../../core/errors.ts";
import { findAdHocViolations } from "../../tariff/ad-hoc-rules.ts";
import type { OcpiTariff } from "../../tariff/ocpi-tariff.ts";
import type { ServiceContext } from "../context.ts";
import { loadVersions } from "./load.ts";

/** The highest known power of the connectors a tariff serves now: directly, by their site, or by default. Null: none. */
export async function findMaxPower(tx: Transaction, tenantId: string, tariffId: string): Promise<number | null> {
  const [row] = await tx.execute<{ max_power_w: number | null }>(sql`
    select max(k.max_power_w) as max_power_w
    from charge_point c
    join connector k on k.tenant_id = c.tenant_id and k.charge_point_id = c.id
    join tenant n on n.id = c.tenant_id
    left join site s on s.tenant_id = c.tenant_id and s.id = c.site_id
    where c.tenant_id = ${tenantId} and c.retired_at is null
      and coalesce(c.tariff_id, s.tariff_id, n.default_tariff_id) = ${tariffId}`);
  return row?.max_power_w ?? null;
}

/**
 * That a price for guests is one the law allows at the connectors it serves.
 * @throws AppError `invalid`: `violations` are the codes, `issues` the same by field.
 */
export function requireLawful(ocpi: OcpiTariff, maxPowerW: number | null): void {
  const violations = findAdHocViolations(ocpi, maxPowerW);
  if (violations.length === 0) return;
  throw new AppError("invalid", "The law does not allow this price for guests.", {
    violations,
    issues: violations.map(({ path, code }) => ({ path: `ocpi.${path}`, message: code })),
  });
}

type Where = Pick<ServiceContext, "tenantId" | "clock">;

/** The same of the tariff that serves a charge point, within the transaction that changed its site, its power or its tariff. */
export async function requireLawfulAt(tx: Transaction, where: Where, chargePointId: string): Promise<void> {
  const [row] = await tx.execute<{ tariff_id: string | null }>(sql`
    select coalesce(c.tariff_id, s.tariff_id, n.default_tariff_id) as tariff_id
    from charge_point c
    join tenant n on n.id = c.tenant_id
    left join site s on s.tenant_id = c.tenant_id and s.id = c.site_id
    where c.tenant_id = ${where.tenantId} and c.id = ${chargePointId}`);
  if (row?.tariff_id) await requireLawfulUse(tx, where, row.tariff_id);
}

/** The same where a site's own tariff is gone: the company's default serves it from now on. */
export async function requireLawfulDefault(tx: Transaction, where: Where): Promise<void> {
  const isTenant = eq(tenant.id, where.tenantId);
  const [row] = await tx.select({ tariffId: tenant.defaultTariffId }).from(tenant).where(isTenant);
  if (row?.tariffId) await requireLawfulUse(tx, where, row.tariffId);
}

/**
 * The same of a tariff that has just been given to more connectors, within the transaction that gave it: of the version in force
 * and of those to come. Nobody adds one meanwhile.
 */
export async function requireLawfulUse(tx: Transaction, { tenantId, clock }: Where, tariffId: string): Promise<void> {
  const [row] = await tx
    .select({ isAdHoc: tariff.isAdHoc })
    .from(tariff)
    .where(and(eq(tariff.tenantId, tenantId), eq(tariff.id, tariffId)))
    .for("share");
  if (!row?.isAdHoc) return;
  const at = clock.now();
  const { current } = (await loadVersions(tx, tenantId, [tariffId], at))(tariffId);
  const toCome = await tx
    .select()
    .from(tariffVersion)
    .where(
      and(eq(tariffVersion.tenantId, tenantId), eq(tariffVersion.tariffId, tariffId), gt(tariffVersion.validFrom, at)),
    );
  const maxPowerW = await findMaxPower(tx, tenantId, tariffId);
  // They were checked when they were stored.
  for (const { ocpi } of [...(current ? [current] : []), ...toCome]) requireLawful(ocpi as OcpiTariff, maxPowerW);
}
