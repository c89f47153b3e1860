import { asc, desc, eq } from "drizzle-orm";
import { membership, type Role, tenant } from "../../../db/schema/tenants.ts";
import { asUser } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";

export type Membership = {
  readonly tenantId: string;
  readonly slug: string;
  readonly name: string;
  readonly role: Role;
};

/**
 * The tenants a person belongs to, the newest membership first: who knows no better opens that one. It is one that the person agreed
 * to, unless it is the only one: a company's own provider makes no member of who is elsewhere already.
 */
export function listMemberships(deps: Pick<Deps, "db">, userId: string): Promise<readonly Membership[]> {
  return asUser(deps.db, userId, (tx) =>
    tx
      .select({ tenantId: tenant.id, slug: tenant.slug, name: tenant.name, role: membership.role })
      .from(membership)
      .innerJoin(tenant, eq(tenant.id, membership.tenantId))
      .where(eq(membership.userId, userId))
      .orderBy(desc(membership.createdAt), asc(tenant.name)),
  );
}
