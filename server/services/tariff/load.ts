import { and, desc, eq, inArray } from "drizzle-orm";
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
