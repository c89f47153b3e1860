import type { Role } from "../../db/schema/tenants.ts";
import { tenant } from "../../db/schema/tenants.ts";
import { uuidv7 } from "../core/ids.ts";
import type { Deps, ServiceContext } from "../services/context.ts";
import type { Actor } from "../services/permissions.ts";
import type { TestDatabase } from "./database.ts";
import { fakeCommands, fakeEvents, silentLog, testClock } from "./fakes.ts";

/** All that services need, on a test's database. */
export function testDeps(database: TestDatabase) {
  return {
    db: database.db,
    clock: testClock(),
    log: silentLog,
    commands: fakeCommands(),
    events: fakeEvents(),
  } satisfies Deps;
}

export const userActor = (role: Role): Actor => ({ kind: "user", id: uuidv7(), name: `A ${role}`, role });
export const apiKeyActor = (scopes: readonly string[]): Actor => ({
  kind: "apiKey",
  id: uuidv7(),
  name: "A key",
  scopes,
});

/** A context of a tenant; by default its owner's. */
export const contextOf = <D extends Deps>(deps: D, tenantId: string, actor: Actor = userActor("owner")) =>
  ({ ...deps, tenantId, actor }) satisfies ServiceContext;

/** A tenant with nothing in it. */
export async function createTenant(database: TestDatabase): Promise<string> {
  const id = uuidv7();
  await database.owner.orm.insert(tenant).values({
    id,
    slug: `tenant-${id.slice(-12)}`,
    name: "A tenant",
    timeZone: "Europe/Berlin",
    currency: "EUR",
    locale: "de",
  });
  return id;
}
