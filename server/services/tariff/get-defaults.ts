import { count, desc, eq } from "drizzle-orm";
import { site } from "../../../db/schema/assets.ts";
import { tenant } from "../../../db/schema/tenants.ts";
import { notFound } from "../../core/errors.ts";
import { findVatCountry } from "../../tariff/vat-countries.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";

/** What a new tariff of the company begins with; null is not known. */
export type TariffDefaults = {
  readonly currency: string;
  /** ISO 3166-1 alpha-2, as OCPI wants it of a tariff. */
  readonly countryCode: string | null;
  /** In percent. */
  readonly vat: string | null;
};

/** The company's currency, its country (where most of its sites are) and that country's VAT. */
export async function getTariffDefaults(ctx: ServiceContext): Promise<TariffDefaults> {
  requirePermission(ctx, "tariff.write");
  return transact(ctx, async (tx) => {
    const [company] = await tx
      .select({ currency: tenant.currency, timeZone: tenant.timeZone })
      .from(tenant)
      .where(eq(tenant.id, ctx.tenantId));
    if (!company) throw notFound("Tenant");
    const [most] = await tx
      .select({ country: site.country })
      .from(site)
      .where(eq(site.tenantId, ctx.tenantId))
      .groupBy(site.country)
      .orderBy(desc(count()), site.country)
      .limit(1);
    const country = findVatCountry(most?.country ?? null, company.timeZone);
    return { currency: company.currency, countryCode: country?.alpha2 ?? null, vat: country?.vat ?? null };
  });
}
