import { and, asc, eq, isNotNull } from "drizzle-orm";
import { brand, tenant, tenantDomain } from "../../../db/schema/tenants.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { invariant } from "../../core/assert.ts";
import type { Visit } from "../visit.ts";

/**
 * What the addresses of a company's pages begin with, wherever its office is open: the first host name that its default brand has
 * proven, else the installation's address and the company's path. `address` is null where the installation does not know its own.
 */
export async function findRoot(
  tx: Transaction,
  tenantId: string,
  { origin, home }: Pick<Visit, "origin" | "home">,
): Promise<{ readonly address: string | null; readonly path: string }> {
  const isProven = and(
    eq(tenantDomain.ofTenantId, tenant.id),
    eq(tenantDomain.brandId, brand.id),
    isNotNull(tenantDomain.verifiedAt),
  );
  const [company] = await tx
    .select({ slug: tenant.slug, host: tenantDomain.host })
    .from(tenant)
    .leftJoin(brand, and(eq(brand.tenantId, tenant.id), eq(brand.isDefault, true)))
    .leftJoin(tenantDomain, isProven)
    .where(eq(tenant.id, tenantId))
    .orderBy(asc(tenantDomain.createdAt), asc(tenantDomain.host))
    .limit(1);
  invariant(company, "a company has a row");
  const path = `/t/${company.slug}`;
  if (company.host === null || origin === null) return { address: home && `${home}${path}`, path };
  // The same server, so reached by the same scheme and port.
  const own = new URL(origin);
  own.hostname = company.host;
  return { address: own.origin, path };
}
