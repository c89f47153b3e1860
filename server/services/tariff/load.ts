import { and, desc, eq, gt, inArray, isNull, lte, or } from "drizzle-orm";
import { tariff, tariffVersion } from "../../../db/schema/money.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { notFound } from "../../core/errors.ts";

/** The tenant's tariff. @throws AppError `notFound`. */
export async function loadTariff(tx: Transaction, tenantId: string, tariffId: string, lock?: "update") {
  const query = tx
    .select()
    .from(tariff)
    .where(and(eq(tariff.tenantId, tenantId), eq(tariff.id, tariffId)));
  const [row] = await (lock ? query.for(lock) : query);
  if (!row) throw notFound("Tariff");
  return row;
}

/** The newest version of each tariff, by tariff id. */
export async function loadLatestVersions(tx: Transaction, tenantId: string, tariffIds: readonly string[]) {
  if (tariffIds.length === 0) return new Map<string, typeof tariffVersion.$inferSelect>();
  const rows = await tx
    .selectDistinctOn([tariffVersion.tariffId])
    .from(tariffVersion)
    .where(and(eq(tariffVersion.tenantId, tenantId), inArray(tariffVersion.tariffId, [...tariffIds])))
    .orderBy(tariffVersion.tariffId, desc(tariffVersion.version));
  return new Map(rows.map((row) => [row.tariffId, row]));
}

/** Tells the newest version of each of these tariffs, and the one that holds at an instant, as `findTariffs` tells it. */
export async function loadVersions(tx: Transaction, tenantId: string, tariffIds: readonly string[], at: Date) {
  const latest = await loadLatestVersions(tx, tenantId, tariffIds);
  const rows =
    tariffIds.length === 0
      ? []
      : await tx
          .selectDistinctOn([tariffVersion.tariffId])
          .from(tariffVersion)
          .where(
            and(
              eq(tariffVersion.tenantId, tenantId),
              inArray(tariffVersion.tariffId, [...tariffIds]),
              lte(tariffVersion.validFrom, at),
              or(isNull(tariffVersion.validUntil), gt(tariffVersion.validUntil, at)),
            ),
          )
          .orderBy(tariffVersion.tariffId, desc(tariffVersion.validFrom), desc(tariffVersion.version));
  const current = new Map(rows.map((row) => [row.tariffId, row]));
  return (tariffId: string) => ({ latest: latest.get(tariffId), current: current.get(tariffId) });
}
