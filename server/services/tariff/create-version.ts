import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { tariff } from "../../../db/schema/money.ts";
import { conflict } from "../../core/conflict.ts";
import { AppError } from "../../core/errors.ts";
import { uuidv7 } from "../../core/ids.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { AdHocFlag, TariffVersionFields } from "./create.ts";
import { checkOcpiTariff, insertVersion, validityOf } from "./insert-version.ts";
import { loadLatestVersions, loadTariff } from "./load.ts";
import { findMaxPower, requireLawful } from "./require-lawful.ts";
import { type TariffVersionView, toTariffVersionView } from "./tariff-view.ts";

export const CreateTariffVersionInput = TariffVersionFields.extend({
  tariffId: z.uuid(),
  isAdHoc: AdHocFlag.optional().meta({ description: "Left out: as it was." }),
});

const invalid = (path: string, message: string) => new AppError("invalid", message, { issues: [{ path, message }] });

/**
 * Adds what a tariff costs from an instant on; earlier versions stay as they are. Versions follow each other in time, and
 * a currency is for good.
 * @throws AppError `notFound`, `conflict` for a retired tariff, `invalid` naming the fields.
 */
export async function createTariffVersion(
  ctx: ServiceContext,
  input: z.infer<typeof CreateTariffVersionInput>,
): Promise<TariffVersionView> {
  requirePermission(ctx, "tariff.write");
  const version = await transact(ctx, async (tx) => {
    const before = await loadTariff(tx, ctx.tenantId, input.tariffId, "update");
    if (before.retiredAt) throw conflict("tariffRetired", "The tariff is retired.");
    const { tariff: ocpi, currency, period } = checkOcpiTariff(input.ocpi);
    if (currency !== before.currency) throw invalid("ocpi.currency", `The tariff's currency is ${before.currency}.`);
    const isAdHoc = input.isAdHoc ?? before.isAdHoc;
    if (isAdHoc) requireLawful(ocpi, await findMaxPower(tx, ctx.tenantId, before.id));
    const latest = (await loadLatestVersions(tx, ctx.tenantId, [before.id])).get(before.id);
    const asked = input.validFrom === undefined ? ctx.clock.now() : new Date(input.validFrom);
    const { validFrom, validUntil } = validityOf(period, asked);
    const row = await insertVersion(ctx, tx, {
      id: ctx.newId ?? uuidv7(),
      tariffId: before.id,
      version: (latest?.version ?? 0) + 1,
      ocpi: input.ocpi,
      validFrom,
      validUntil,
    });
    // Only now: a repeat whose first attempt made the version has collided with it, and is not called too early.
    if (latest && validFrom <= latest.validFrom) {
      throw invalid("validFrom", "A version must begin after the one before it.");
    }
    if (isAdHoc !== before.isAdHoc) {
      await tx
        .update(tariff)
        .set({ isAdHoc })
        .where(and(eq(tariff.tenantId, ctx.tenantId), eq(tariff.id, before.id)));
    }
    await recordAudit(ctx, tx, {
      action: "tariff.createVersion",
      subjectType: "tariff",
      subjectId: before.id,
      detail: { version: row.version, versionId: row.id, validFrom: validFrom.toISOString(), isAdHoc },
    });
    return toTariffVersionView(row);
  });
  ctx.events.publish({ type: "pricesChanged", tenantId: ctx.tenantId });
  return version;
}
