import { and, eq, ne } from "drizzle-orm";
import { driver } from "../../../db/schema/people.ts";
import { membership } from "../../../db/schema/tenants.ts";
import { asUser } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";

/**
 * Whether somebody works for, or charges at, another company than this one. How such a person signs in opens something there too:
 * it is not this company's to see, to change or to have in its hands.
 */
export function isElsewhere(deps: Pick<Deps, "db">, userId: string, tenantId: string): Promise<boolean> {
  return asUser(deps.db, userId, async (tx) => {
    for (const table of [membership, driver]) {
      const isOther = and(eq(table.userId, userId), ne(table.tenantId, tenantId));
      const [row] = await tx.select({ tenantId: table.tenantId }).from(table).where(isOther).limit(1);
      if (row) return true;
    }
    return false;
  });
}
