import { randomBytes, randomUUID } from "node:crypto";
import postgres from "postgres";
import { hashPassword } from "../../server/services/charge-point/password.ts";
import type { Ledger } from "./ledger.ts";
import { Station } from "./station.ts";

/** Writes a tenant with charge points, a card and a tariff (0.39 EUR per kWh, 19 % VAT), and makes its stations. */
export async function createFleet(options: {
  readonly url: string;
  readonly port: number;
  readonly count: number;
  readonly ledger: Ledger;
  readonly random: () => number;
}): Promise<Station[]> {
  const sql = postgres(options.url, { max: 1, onnotice: () => {} });
  const [tenantId, tariffId] = [randomUUID(), randomUUID()];
  const ocpi = {
    country_code: "DE",
    party_id: "PRF",
    id: "PROOF",
    currency: "EUR",
    elements: [{ price_components: [{ type: "ENERGY", price: 0.39, vat: 19, step_size: 1 }] }],
    last_updated: "2026-01-01T00:00:00Z",
  };
  await sql`insert into tenant (id, slug, name, time_zone, currency, locale)
    values (${tenantId}, 'proof', 'Proof', 'Europe/Berlin', 'EUR', 'en')`;
  await sql`insert into tariff (tenant_id, id, name, currency) values (${tenantId}, ${tariffId}, 'Proof', 'EUR')`;
  await sql`insert into tariff_version (tenant_id, id, tariff_id, version, ocpi, sha256, valid_from)
    values (${tenantId}, ${randomUUID()}, ${tariffId}, 1, ${sql.json(ocpi)}, ${randomBytes(32)}, '1970-01-01T00:00:00Z')`;
  await sql`update tenant set default_tariff_id = ${tariffId} where id = ${tenantId}`;
  await sql`insert into id_token (tenant_id, id, token, allow_concurrent)
    values (${tenantId}, ${randomUUID()}, 'PROOF', true)`;
  const stations: Station[] = [];
  for (let index = 0; index < options.count; index++) {
    const chargePointId = randomUUID();
    const identity = `PROOF-${index}`;
    const password = randomBytes(10).toString("hex");
    await sql`insert into charge_point (tenant_id, id, identity, password_hash, first_boot_at)
      values (${tenantId}, ${chargePointId}, ${identity}, ${hashPassword(Buffer.from(password))}, now())`;
    stations.push(
      new Station({
        url: `ws://127.0.0.1:${options.port}/ocpp/proof/${identity}`,
        identity,
        password,
        chargePointId,
        connectors: 1 + (index % 2),
        ledger: options.ledger,
        random: options.random,
        hasClock: index % 10 !== 0,
      }),
    );
  }
  await sql.end();
  return stations;
}
