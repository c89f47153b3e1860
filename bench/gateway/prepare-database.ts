import pino from "pino";
import { type Database, openDatabase } from "../../db/client.ts";
import { migrateDatabase } from "../../db/migrate.ts";
import { chargePoint } from "../../db/schema/assets.ts";
import { idToken } from "../../db/schema/people.ts";
import { tenant } from "../../db/schema/tenants.ts";
import { systemClock } from "../../server/core/clock.ts";
import { uuidv7 } from "../../server/core/ids.ts";
import { readTxt } from "../../server/providers/dns/read-txt.ts";
import { createInProcessCommands } from "../../server/providers/in-process/commands.ts";
import { createInProcessEvents } from "../../server/providers/in-process/events.ts";
import { hashPassword } from "../../server/services/charge-point/password.ts";
import { createTariff } from "../../server/services/tariff/create.ts";
import { COMPANY, cardOf, identityOf } from "./company.ts";

const ROWS_AT_ONCE = 1_000;
const SESSIONS_OF_A_STATION = 40;

/** Schema, the company with its stations, which all have booted before, and its history. */
export async function prepareDatabase(url: string, stations: number): Promise<void> {
  await migrateDatabase(url);
  const db = openDatabase({ url, max: 2, applicationName: "bench", role: "owner" });
  const { tenantId, slug, timeZone, currency } = COMPANY;
  await db.orm.insert(tenant).values({ id: tenantId, slug, name: "Bench", timeZone, currency, locale: "en" });
  const log = pino({ level: "warn" });
  const tariff = await createTariff(
    {
      ...{ db, log, tenantId, clock: systemClock, commands: createInProcessCommands() },
      events: createInProcessEvents(log),
      readTxt,
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
  await writeHistory(db);
  await db.close();
}

/**
 * What a company has that runs for a while: its connectors, and sessions of the last weeks with their readings. An empty
 * database answers faster than any real one, and its planner knows nothing.
 */
async function writeHistory(db: Database): Promise<void> {
  await db.sql`
    insert into evse (tenant_id, id, charge_point_id, number)
    select tenant_id, gen_random_uuid(), id, n from charge_point, generate_series(1, 2) n`;
  await db.sql`
    insert into connector (tenant_id, id, charge_point_id, evse_id, number)
    select tenant_id, gen_random_uuid(), charge_point_id, id, number from evse`;
  await db.sql`
    with made as (
      insert into transaction_start (tenant_id, transaction_id, charge_point_id, connector_number, id_token, raw_at,
                                     meter_start, session_id, session_started_at)
      select c.tenant_id, nextval('transaction_id_seq'), c.id, n % 2 + 1, 'card-' || n, n::text, '0', gen_random_uuid(),
             date_trunc('milliseconds', now() - n * interval '1 hour')
      from charge_point c, generate_series(1, ${SESSIONS_OF_A_STATION}::int) n
      returning *
    )
    insert into session (tenant_id, started_at, id, state, charge_point_id, connector_number, transaction_id, id_token,
                         id_token_verdict, start_raw_at, start_received_at, start_energy_mwh, ended_at, end_cause,
                         settled_at, charge_point_identity, time_zone)
    select tenant_id, session_started_at, session_id, 'ended', charge_point_id, connector_number, transaction_id, id_token,
           'accepted', raw_at, session_started_at, 0, session_started_at + interval '30 minutes', 'stopped', now(),
           id_token, ${COMPANY.timeZone}
    from made`;
  await db.sql`
    insert into meter_value (tenant_id, partition_at, subject_id, digest, charge_point_id, connector_number, at, raw_at,
                             received_at, energy_mwh, samples)
    select tenant_id, started_at, id, decode(md5(id::text || n), 'hex'), charge_point_id, connector_number,
           started_at + n * interval '1 minute', '', started_at, n * 1000, '[]'
    from session, generate_series(1, 3) n`;
  await db.sql`vacuum analyze`;
}
