import type { Role } from "../../db/schema/tenants.ts";
import { tenant } from "../../db/schema/tenants.ts";
import { uuidv7 } from "../core/ids.ts";
import { createAccountDeps } from "../services/account/context.ts";
import { createLinkRequester } from "../services/auth/request-sign-in-link.ts";
import { createFaces, type Face } from "../services/brand/find-face.ts";
import type { Deps, ServiceContext } from "../services/context.ts";
import type { Actor } from "../services/permissions.ts";
import type { Visit } from "../services/visit.ts";
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
    readTxt: async () => [],
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

/** What a company shows of itself, for tests of who comes to it. */
export const faceOf = (tenantId: string): Face => ({
  ...{ tenantId, slug: "a-tenant", brandId: uuidv7(), name: "A brand", colour: "#123456", font: "inter" },
  ...{ languages: ["en"], timeZone: "Europe/Berlin", currency: "EUR", allowsSignUp: true, assets: {} },
  ...{ supportEmail: null, supportPhone: null, imprintUrl: null, privacyUrl: null, termsUrl: null },
});

/** Somebody who came to a tenant: signed in as the person who is its member and driver, or nobody. */
export function visitOf(
  deps: Deps,
  tenantId: string,
  person: { readonly userId: string; readonly userSessionId: string; readonly driverId: string | null } | null,
): Visit {
  const { userId = "", userSessionId: sessionId = "", driverId = null } = person ?? {};
  const account = createAccountDeps(deps, "a secret of tests, long enough for one", createFaces(deps));
  const driver = driverId === null ? null : ({ kind: "driver", id: userId, driverId, name: "A driver" } as const);
  return {
    ...{ deps, face: faceOf(tenantId), network: "192.0.2.1", userAgent: null, base: "" },
    origin: "https://a.example",
    home: "https://a.example",
    requestLink: createLinkRequester(deps, account.limitMails),
    account,
    person: person && {
      ...{
        userId,
        name: "A person",
        email: "person@example.com",
        sessionId,
        isStrong: false,
        onlyTenantId: null,
        missingFactor: null,
      },
      ...{ actor: null, driver },
    },
  };
}

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
