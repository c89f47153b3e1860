import { asc, eq } from "drizzle-orm";
import { membership, type Role, tenant } from "../../../db/schema/tenants.ts";
import { asUser } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";

export type Membership = {
  readonly tenantId: string;
  readonly slug: string;
  readonly name: string;
  readonly role: Role;
};

/** The tenants a person belongs to, in order of their names. */
export function listMemberships(deps: Pick<Deps, "db">, userId: string): Promise<readonly Membership[]> {
  return asUser(deps.db, userId, (tx) =>
    tx
      .select({ tenantId: tenant.id, slug: tenant.slug, name: tenant.name, role: membership.role })
      .from(membership)
      .innerJoin(tenant, eq(tenant.id, membership.tenantId))
      .where(eq(membership.userId, userId))
      .orderBy(asc(tenant.name)),
  );
}
