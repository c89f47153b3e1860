import { randomBytes, randomUUID } from "node:crypto";
import postgres from "postgres";
import { hashPassword } from "../../server/services/charge-point/password.ts";
import { PRICE } from "./expected-bill.ts";
import { ID_TAG, type Ledger } from "./ledger.ts";
import type { Random } from "./random.ts";
import { Station, type StationClock } from "./station.ts";

export type Fleet = {
  readonly stations: readonly Station[];
  /** A charge point of its own, of which the proof speaks by hand. */
  readonly witness: { readonly chargePointId: string; readonly url: string; readonly authorization: string };
};

const CLOCKS: readonly StationClock[] = ["unset", "right", "right", "right", "right", "stuck", "right", "right"];

/** Writes a tenant with charge points, a card and a flat tariff, and makes the stations. */
export async function createFleet(options: {
  readonly url: string;
  readonly port: number;
  readonly count: number;
  readonly ledger: Ledger;
  readonly random: Random;
}): Promise<Fleet> {
  const { ledger, random } = options;
  const sql = postgres(options.url, { max: 1, onnotice: () => {} });
  const tenantId = await writeTenant(sql);
  const stations: Station[] = [];
  const write = async (identity: string) => {
    const [chargePointId, password] = [randomUUID(), randomBytes(10).toString("hex")];
    await sql`insert into charge_point (tenant_id, id, identity, password_hash, first_boot_at)
      values (${tenantId}, ${chargePointId}, ${identity}, ${hashPassword(Buffer.from(password))}, now())`;
    return { chargePointId, identity, password, url: `ws://127.0.0.1:${options.port}/ocpp/proof/${identity}` };
  };
  for (let index = 0; index < options.count; index++) {
    const clock = CLOCKS[index % CLOCKS.length] ?? "right";
    const known = await write(`PROOF-${index}`);
    stations.push(new Station({ ...known, index, connectors: 1 + (index % 3), clock, ledger, random }));
  }
  const { chargePointId, url, identity, password } = await write("WITNESS");
  await sql.end();
  const authorization = `Basic ${Buffer.from(`${identity}:${password}`).toString("base64")}`;
  return { stations, witness: { chargePointId, url, authorization } };
}

async function writeTenant(sql: postgres.Sql): Promise<string> {
  const [tenantId, tariffId] = [randomUUID(), randomUUID()];
  const ocpi = {
    country_code: "DE",
    party_id: "PRF",
    id: "PROOF",
    currency: "EUR",
    elements: [{ price_components: [{ type: "ENERGY", price: PRICE.perKwh, vat: PRICE.vatPercent, step_size: 1 }] }],
    last_updated: "2026-01-01T00:00:00Z",
  };
  await sql`insert into tenant (id, slug, name, time_zone, currency, locale)
    values (${tenantId}, 'proof', 'Proof', 'Europe/Berlin', 'EUR', 'en')`;
  await sql`insert into tariff (tenant_id, id, name, currency) values (${tenantId}, ${tariffId}, 'Proof', 'EUR')`;
  await sql`insert into tariff_version (tenant_id, id, tariff_id, version, ocpi, sha256, valid_from)
    values (${tenantId}, ${randomUUID()}, ${tariffId}, 1, ${sql.json(ocpi)}, ${randomBytes(32)}, '1970-01-01T00:00:00Z')`;
  await sql`update tenant set default_tariff_id = ${tariffId} where id = ${tenantId}`;
  await sql`insert into id_token (tenant_id, id, token, allow_concurrent)
    values (${tenantId}, ${randomUUID()}, ${ID_TAG}, true)`;
  return tenantId;
}
