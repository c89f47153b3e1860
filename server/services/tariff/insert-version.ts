import { createHash } from "node:crypto";
import { tariffVersion } from "../../../db/schema/money.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { AppError } from "../../core/errors.ts";
import { OcpiTariff } from "../../tariff/ocpi-tariff.ts";
import type { ServiceContext } from "../context.ts";
import { canonicalJson } from "./canonical-json.ts";

/**
 * Checks a tariff object by OCPI 2.2.1 and hands it back unchanged, with its currency.
 * @throws AppError `invalid`, each field named below `ocpi`.
 */
export function checkOcpiTariff(ocpi: Record<string, unknown>): { readonly currency: string } {
  const parsed = OcpiTariff.safeParse(ocpi);
  if (parsed.success) return { currency: parsed.data.currency };
  throw new AppError("invalid", "The tariff is not a valid OCPI 2.2.1 tariff.", {
    issues: parsed.error.issues.map(({ path, message }) => ({ path: ["ocpi", ...path].join("."), message })),
  });
}

/** Adds an immutable version to a tariff. */
export async function insertVersion(
  ctx: ServiceContext,
  tx: Transaction,
  version: { id: string; tariffId: string; version: number; ocpi: Record<string, unknown>; validFrom: Date },
): Promise<typeof tariffVersion.$inferSelect> {
  const [row] = await tx
    .insert(tariffVersion)
    .values({
      tenantId: ctx.tenantId,
      ...version,
      sha256: createHash("sha256").update(canonicalJson(version.ocpi)).digest(),
      createdAt: ctx.clock.now(),
    })
    .returning();
  if (!row) throw new AppError("internal", "The tariff version was not stored.");
  return row;
}
