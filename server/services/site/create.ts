import { z } from "zod";
import { site } from "../../../db/schema/assets.ts";
import { AppError } from "../../core/errors.ts";
import { uuidv7 } from "../../core/ids.ts";
import { type ServiceContext, transact } from "../context.ts";
import { NameText, StorableText } from "../fields.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { requireTariffChange, TariffChoice } from "../tariff/require.ts";
import { type SiteView, toSiteView } from "./site-view.ts";

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false; // Intl throws for what it does not know
  }
};

export const SiteFields = z.strictObject({
  name: NameText,
  address: StorableText.trim().max(200).nullish(),
  postalCode: StorableText.trim().max(20).nullish(),
  city: StorableText.trim().max(100).nullish(),
  country: z.string().regex(/^[A-Z]{3}$/, "three capital letters (ISO 3166-1 alpha-3)"),
  latitude: z.number().min(-90).max(90).nullish(),
  longitude: z.number().min(-180).max(180).nullish(),
  timeZone: z.string().max(64).refine(isTimeZone, "not an IANA time zone"),
  tariffId: TariffChoice,
  isPublic: z.boolean().optional().meta({ description: "Every driver and guest sees it; a depot or a home is not." }),
});
export const CreateSiteInput = SiteFields;

/** Adds a place with charge points. @throws AppError `invalid` for an unknown tariff. */
export async function createSite(ctx: ServiceContext, input: z.infer<typeof CreateSiteInput>): Promise<SiteView> {
  requirePermission(ctx, "chargePoint.write");
  return transact(ctx, async (tx) => {
    await requireTariffChange(ctx, tx, null, input.tariffId);
    const id = ctx.newId ?? uuidv7();
    const [row] = await tx
      .insert(site)
      .values({ ...input, tenantId: ctx.tenantId, id, createdAt: ctx.clock.now() })
      .returning();
    if (!row) throw new AppError("internal", "The site was not stored.");
    await recordAudit(ctx, tx, { action: "site.create", subjectType: "site", subjectId: id, detail: { ...input } });
    return toSiteView(row);
  });
}
