import { randomBytes } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import pino from "pino";
import { type Database, openDatabase } from "../../db/client.ts";
import { appUser, brand, membership, type Role, tenant, tenantDomain } from "../../db/schema/tenants.ts";
import { inTenant } from "../../db/tenancy.ts";
import { systemClock } from "../../server/core/clock.ts";
import { uuidv7 } from "../../server/core/ids.ts";
import { ERROR_LOGGING } from "../../server/core/logged-error.ts";
import { readTxt } from "../../server/providers/dns/read-txt.ts";
import { createInProcessCommands } from "../../server/providers/in-process/commands.ts";
import { createInProcessEvents } from "../../server/providers/in-process/events.ts";
import { createPasswordHasher } from "../../server/services/auth/hash-password.ts";
import type { ServiceContext } from "../../server/services/context.ts";

export type Login = {
  readonly tenant: string;
  readonly role: Role | "driver";
  readonly email: string;
  readonly password: string;
};

export type TenantPlan = {
  readonly slug: string;
  readonly name: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly colour: string;
};

/**
 * Runs a seed as one transaction, on DATABASE_URL: interrupted, it leaves nothing, and the next start seeds again. One
 * connection serves it, so its writes come one after the other.
 */
export async function runSeed(work: (seeding: Seeding) => Promise<void>): Promise<void> {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set");
  const db = openDatabase({ url, max: 1, applicationName: "voltplane-seed", role: "voltplane_app" });
  try {
    await db.orm.transaction((tx) => work(createSeeding({ ...db, orm: tx as unknown as Database["orm"] })));
  } finally {
    await db.close();
  }
}

/** What a seed writes with: the services themselves, so that it can make nothing that the product could not. */
function createSeeding(db: Database) {
  const log = pino({ level: "warn", ...ERROR_LOGGING });
  const hasher = createPasswordHasher();
  const deps = {
    db,
    log,
    clock: systemClock,
    commands: createInProcessCommands(),
    events: createInProcessEvents(log),
    readTxt,
  };

  async function createPerson(name: string, email: string): Promise<{ userId: string; password: string }> {
    const password = randomBytes(9).toString("base64url");
    const userId = uuidv7();
    await db.orm.insert(appUser).values({ id: userId, email, name, passwordHash: await hasher.hash(password) });
    return { userId, password };
  }

  return {
    db,
    contextOf: (tenantId: string): ServiceContext => ({
      ...deps,
      tenantId,
      actor: { kind: "system", id: "seed", name: "Seed" },
    }),
    async createTenant(plan: TenantPlan): Promise<string> {
      const id = uuidv7();
      const { slug, name, timeZone, locale, colour } = plan;
      await db.orm.insert(tenant).values({ id, slug, name, timeZone, locale, currency: "EUR" });
      const brandId = uuidv7();
      await inTenant(db, id, (tx) =>
        tx.insert(brand).values({ tenantId: id, id: brandId, name, colour, isDefault: true }),
      );
      // Browsers lead every name under localhost to this machine.
      const host = `${slug}.localhost`;
      await db.orm
        .insert(tenantDomain)
        .values({ host, ofTenantId: id, brandId, proof: "local", verifiedAt: systemClock.now() });
      return id;
    },
    async createLogin(tenantId: string, slug: string, role: Role, name: string, email: string): Promise<Login> {
      const { userId, password } = await createPerson(name, email);
      await inTenant(db, tenantId, (tx) => tx.insert(membership).values({ tenantId, userId, role }));
      return { tenant: slug, role, email, password };
    },
    createPerson,
  };
}

export type Seeding = ReturnType<typeof createSeeding>;

/** Writes a file that holds passwords into DATA_DIR: for this user alone, and never half written. */
export function writePrivately(name: string, content: object): void {
  const file = path.join(process.env.DATA_DIR ?? ".data", name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Where a program on this machine reaches the server that `up` starts. */
export const localAuthority = (): string => `localhost:${process.env.PORT ?? "3000"}`;
