import pino from "pino";
import { type Database, openDatabase } from "../../db/client.ts";
import { migrateDatabase } from "../../db/migrate.ts";
import { chargePoint } from "../../db/schema/assets.ts";
import { idToken } from "../../db/schema/people.ts";
import { tenant } from "../../db/schema/tenants.ts";
import { systemClock } from "../../server/core/clock.ts";
import { uuidv7 } from "../../server/core/ids.ts";
import { createInProcessCommands } from "../../server/providers/in-process/commands.ts";
import { createInProcessEvents } from "../../server/providers/in-process/events.ts";
import { hashPassword } from "../../server/services/charge-point/password.ts";
import { createTariff } from "../../server/services/tariff/create.ts";
import { COMPANY, cardOf, identityOf } from "./company.ts";

const ROWS_AT_ONCE = 1_000;

/** Schema, the company and its stations, which all have booted before. Returns the owner's connection: it sees all rows. */
export async function prepareDatabase(url: string, stations: number): Promise<Database> {
  await migrateDatabase(url);
  const db = openDatabase({ url, max: 2, applicationName: "bench", role: "owner" });
  const { tenantId, slug, timeZone, currency } = COMPANY;
  await db.orm.insert(tenant).values({ id: tenantId, slug, name: "Bench", timeZone, currency, locale: "en" });
  const log = pino({ level: "warn" });
  const tariff = await createTariff(
    {
      ...{ db, log, tenantId, clock: systemClock, commands: createInProcessCommands() },
      events: createInProcessEvents(log),
      actor: { kind: "system", id: "bench", name: "Bench" },
    },
    {
      name: "Bench",
      ocpi: {
        ...{ country_code: "DE", party_id: "VOL", id: "BENCH", currency, last_updated: "2026-01-01T00:00:00Z" },
        elements: [{ price_components: [{ type: "ENERGY", price: 0.39, vat: 19, step_size: 1 }] }],
      },
      validFrom: "2020-01-01T00:00:00Z",
    },
  );
  const passwordHash = hashPassword(Buffer.from(COMPANY.stationPassword));
  const firstBootAt = new Date();
  for (let first = 0; first < stations; first += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, stations - first);
    const identities = Array.from({ length: count }, (_, index) => identityOf(first + index));
    await db.orm.insert(chargePoint).values(
      identities.map((identity) => ({
        ...{ tenantId, id: uuidv7(), identity, passwordHash, firstBootAt, tariffId: tariff.id },
      })),
    );
    await db.orm
      .insert(idToken)
      .values(
        identities.flatMap((identity) =>
          [1, 2].map((connector) => ({ tenantId, id: uuidv7(), token: cardOf(identity, connector) })),
        ),
      );
  }
  await db.sql`analyze`;
  return db;
}
