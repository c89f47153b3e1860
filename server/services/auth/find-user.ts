import { and, eq, isNull } from "drizzle-orm";
import { appUser } from "../../../db/schema/tenants.ts";
import type { Deps } from "../context.ts";

/** A person who may sign in; null when unknown or disabled. */
export async function findUser(deps: Pick<Deps, "db">, userId: string) {
  const [row] = await deps.db.orm
    .select({ id: appUser.id, email: appUser.email, name: appUser.name, sessionVersion: appUser.sessionVersion })
    .from(appUser)
    .where(and(eq(appUser.id, userId), isNull(appUser.disabledAt)));
  return row ?? null;
}
