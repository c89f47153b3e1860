import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { tariff } from "../../../db/schema/money.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { AppError } from "../../core/errors.ts";
import type { ServiceContext } from "../context.ts";
import { requirePermission } from "../permissions.ts";

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

export const TariffChoice = z
  .uuid()
  .nullish()
  .meta({ description: "Giving it another one, or none any more, needs the scope `tariff.write` too." });

/**
 * As `requireTariff`, for what is given another tariff, or none, together with other changes; left out, it keeps the one it has.
 * That changes what is charged there, so it needs the right to set prices. @throws AppError `forbidden`, `invalid`.
 */
export async function requireTariffChange(
  ctx: ServiceContext,
  tx: Transaction,
  before: string | null,
  after: string | null | undefined,
): Promise<void> {
  if (after === undefined || after === before) return;
  requirePermission(ctx, "tariff.write");
  if (after !== null) await requireTariff(tx, ctx.tenantId, after);
}
