import { randomBytes } from "node:crypto";
import pino from "pino";
import { openDatabase } from "../../db/client.ts";
import { appUser, brand, membership, type Role, tenant } from "../../db/schema/tenants.ts";
import { inTenant } from "../../db/tenancy.ts";
import { systemClock } from "../../server/core/clock.ts";
import { uuidv7 } from "../../server/core/ids.ts";
import { ERROR_LOGGING } from "../../server/core/logged-error.ts";
import { createInProcessCommands } from "../../server/providers/in-process/commands.ts";
import { createInProcessEvents } from "../../server/providers/in-process/events.ts";
import { createPasswordHasher } from "../../server/services/auth/hash-password.ts";
import type { ServiceContext } from "../../server/services/context.ts";

export type Login = { readonly tenant: string; readonly role: Role; readonly email: string; readonly password: string };

export type TenantPlan = {
  readonly slug: string;
  readonly name: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly colour: string;
};

/** What a seed writes with: the services themselves, so that it can make nothing that the product could not. */
export function openSeeding() {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set");
  const log = pino({ level: "warn", ...ERROR_LOGGING });
  const db = openDatabase({ url, max: 4, applicationName: "voltplane-seed", role: "voltplane_app" });
  const hasher = createPasswordHasher();
  const deps = {
    db,
    log,
    clock: systemClock,
    commands: createInProcessCommands(),
    events: createInProcessEvents(log),
  };

  return {
    db,
    close: () => db.close(),
    contextOf: (tenantId: string): ServiceContext => ({
      ...deps,
      tenantId,
      actor: { kind: "system", id: "seed", name: "Seed" },
    }),
    async createTenant(plan: TenantPlan): Promise<string> {
      const id = uuidv7();
      const { slug, name, timeZone, locale, colour } = plan;
      await db.orm.insert(tenant).values({ id, slug, name, timeZone, locale, currency: "EUR" });
      await inTenant(db, id, (tx) =>
        tx.insert(brand).values({ tenantId: id, id: uuidv7(), name, colour, isDefault: true }),
      );
      return id;
    },
    async createLogin(tenantId: string, slug: string, role: Role, name: string, email: string): Promise<Login> {
      const password = randomBytes(9).toString("base64url");
      const userId = uuidv7();
      const passwordHash = await hasher.hash(password);
      await db.orm.insert(appUser).values({ id: userId, email, name, passwordHash });
      await inTenant(db, tenantId, (tx) => tx.insert(membership).values({ tenantId, userId, role }));
      return { tenant: slug, role, email, password };
    },
  };
}

export type Seeding = ReturnType<typeof openSeeding>;

/** Where a program on this machine reaches the server that `up` starts. */
export const localAuthority = (): string => `localhost:${process.env.PORT ?? "3000"}`;
