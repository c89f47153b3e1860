import { z } from "zod";
import { tariff } from "../../../db/schema/money.ts";
import { conflict } from "../../core/conflict.ts";
import { AppError } from "../../core/errors.ts";
import { uuidv7 } from "../../core/ids.ts";
import { type ServiceContext, transact } from "../context.ts";
import { InstantText, NameText, StorableObject } from "../fields.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import { checkOcpiTariff, insertVersion, validityOf } from "./insert-version.ts";
import { loadVersions } from "./load.ts";
import { requireLawful } from "./require-lawful.ts";
import { type TariffView, toTariffView } from "./tariff-view.ts";

export const TariffVersionFields = z.strictObject({
  ocpi: StorableObject.meta({ description: "An OCPI 2.2.1 tariff object; kept as it is." }),
  validFrom: InstantText.optional().meta({
    description: "Left out: from now on. Not before the object's own start_date_time: the later of the two counts.",
  }),
});
const IS_AD_HOC = "The price for guests: what the law forbids of one (AFIR Art. 5, PAngV § 14) is refused.";
export const AdHocFlag = z.boolean().meta({ description: IS_AD_HOC });
export const CreateTariffInput = TariffVersionFields.extend({ name: NameText, isAdHoc: AdHocFlag.optional() });

/** Adds a tariff with its first version. @throws AppError `invalid` naming the fields, `conflict` when the name is taken. */
export async function createTariff(ctx: ServiceContext, input: z.infer<typeof CreateTariffInput>): Promise<TariffView> {
  requirePermission(ctx, "tariff.write");
  const { tariff: ocpi, currency, period } = checkOcpiTariff(input.ocpi);
  const isAdHoc = input.isAdHoc ?? false;
  if (isAdHoc) requireLawful(ocpi, null); // nothing is served by it yet; `assignTariff` asks again
  const now = ctx.clock.now();
  const validity = validityOf(period, input.validFrom === undefined ? now : new Date(input.validFrom));
  return transact(ctx, async (tx) => {
    const id = ctx.newId ?? uuidv7();
    const [row] = await tx
      .insert(tariff)
      .values({ tenantId: ctx.tenantId, id, name: input.name, currency, isAdHoc, createdAt: now })
      .returning();
    if (!row) throw new AppError("internal", "The tariff was not stored.");
    const version = await insertVersion(ctx, tx, {
      id: uuidv7(),
      tariffId: id,
      version: 1,
      ocpi: input.ocpi,
      ...validity,
    });
    await recordAudit(ctx, tx, {
      action: "tariff.create",
      subjectType: "tariff",
      subjectId: id,
      detail: { name: input.name, currency, isAdHoc, versionId: version.id },
    });
    const versionsOf = await loadVersions(tx, ctx.tenantId, [id], now);
    return toTariffView(row, versionsOf(id));
  }).catch((error: unknown) => {
    if (!isUniqueViolation(error, "tariff_name")) throw error;
    throw conflict("tariffNameTaken", "A tariff with this name exists already.", {
      issues: [{ path: "name", message: "is taken" }],
    });
  });
}
