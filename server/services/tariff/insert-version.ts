import { createHash } from "node:crypto";
import { tariffVersion } from "../../../db/schema/money.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { AppError } from "../../core/errors.ts";
import { OcpiTariff } from "../../tariff/ocpi-tariff.ts";
import type { ServiceContext } from "../context.ts";
import { canonicalJson } from "./canonical-json.ts";

export type OcpiPeriod = { readonly start: Date | null; readonly end: Date | null };

/**
 * Checks a tariff object by OCPI 2.2.1 and tells it, its currency and its own period.
 * @throws AppError `invalid`, each field named below `ocpi`.
 */
export function checkOcpiTariff(ocpi: Record<string, unknown>): {
  readonly tariff: OcpiTariff;
  readonly currency: string;
  readonly period: OcpiPeriod;
} {
  const parsed = OcpiTariff.safeParse(ocpi);
  if (parsed.success) {
    const { currency, start_date_time: start, end_date_time: end } = parsed.data;
    return {
      tariff: parsed.data,
      currency,
      period: { start: start ? toInstant(start) : null, end: end ? toInstant(end) : null },
    };
  }
  throw new AppError("invalid", "The tariff is not a valid OCPI 2.2.1 tariff.", {
    issues: parsed.error.issues.map(({ path, message }) => ({ path: ["ocpi", ...path].join("."), message })),
  });
}

/** An OCPI instant as ours; those without a zone are UTC (OCPI 2.2.1 types, DateTime). */
const toInstant = (text: string): Date => new Date(text.endsWith("Z") ? text : `${text}Z`);

/**
 * When a version holds: from the later of `validFrom` and the object's `start_date_time`, until its `end_date_time` (OCPI
 * 2.2.1 mod_tariffs).
 * @throws AppError `invalid` for a version that ends before it begins.
 */
export function validityOf(
  { start, end }: OcpiPeriod,
  validFrom: Date,
): { readonly validFrom: Date; readonly validUntil: Date | null } {
  const from = start && start > validFrom ? start : validFrom;
  if (end && end <= from) {
    const issue = { path: "ocpi.end_date_time", message: `must be after the version begins, at ${from.toISOString()}` };
    throw new AppError("invalid", "The tariff version would end before it begins.", { issues: [issue] });
  }
  return { validFrom: from, validUntil: end };
}

/** Adds an immutable version to a tariff. */
export async function insertVersion(
  ctx: ServiceContext,
  tx: Transaction,
  version: {
    id: string;
    tariffId: string;
    version: number;
    ocpi: Record<string, unknown>;
    validFrom: Date;
    validUntil: Date | null;
  },
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
