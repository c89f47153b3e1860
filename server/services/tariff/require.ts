import { and, eq, isNull } from "drizzle-orm";
import { tariff } from "../../../db/schema/money.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { AppError } from "../../core/errors.ts";

/**
 * That a tariff which is to be assigned is the tenant's own and not retired. The row is locked against retiring until the
 * transaction ends. @throws AppError `invalid`.
 */
export async function requireTariff(tx: Transaction, tenantId: string, tariffId: string): Promise<void> {
  const [row] = await tx
    .select({ id: tariff.id })
    .from(tariff)
    .where(and(eq(tariff.tenantId, tenantId), eq(tariff.id, tariffId), isNull(tariff.retiredAt)))
    .for("share");
  if (!row) {
    throw new AppError("invalid", "Unknown tariff.", { issues: [{ path: "tariffId", message: "unknown tariff" }] });
  }
}
