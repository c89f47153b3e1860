import { openDatabase } from "../../db/client.ts";

export const MONTHS = 24;
const SITES = 40;
const STATIONS = 500;
const DRIVERS = 2_000;
const CARDS = 5_000;
const RUNNING = 300;
const MS_OF_A_MONTH = 30 * 86_400_000;

/**
 * Sessions of two years, spread over a company's sites, stations, cards and drivers and over each day as people charge:
 * written by SQL, since a million of them through the services would take hours. Every thousandth session needs a look.
 */
export async function seedSessions(url: string, slug: string, sessions: number): Promise<void> {
  const db = openDatabase({ url, max: 1, applicationName: "bench", role: "owner" });
  try {
    const { sql } = db;
    const [found] = await sql<{ id: string }[]>`select id from tenant where slug = ${slug}`;
    if (!found) throw new Error(`no tenant ${slug}`);
    const tenantId = found.id;
    await sql`select ensure_partitions(now(), ${MONTHS + 1}, 1)`;
    await sql`
      insert into site (tenant_id, id, name, country, time_zone)
      select ${tenantId}, gen_random_uuid(), 'Bench site ' || n, 'DEU', 'Europe/Berlin' from generate_series(1, ${SITES}::int) n`;
    await sql`
      insert into charge_point (tenant_id, id, identity, site_id, password_hash)
      select ${tenantId}, gen_random_uuid(), 'BENCH-' || lpad(n::text, 4, '0'),
             (select id from site where tenant_id = ${tenantId} and name = 'Bench site ' || (n % ${SITES}::int + 1)), ''::bytea
      from generate_series(1, ${STATIONS}::int) n`;
    await sql`
      insert into driver (tenant_id, id, name)
      select ${tenantId}, gen_random_uuid(), 'Bench driver ' || n from generate_series(1, ${DRIVERS}::int) n`;
    await insertSessions(db.sql, tenantId, sessions);
    await sql`vacuum analyze`;
  } finally {
    await db.close();
  }
}

async function insertSessions(
  sql: ReturnType<typeof openDatabase>["sql"],
  tenantId: string,
  sessions: number,
): Promise<void> {
  const stepMs = (MONTHS * MS_OF_A_MONTH) / sessions;
  await sql`
    with station as (
      select c.id, c.identity, c.site_id, s.name as site_name, row_number() over (order by c.identity) - 1 as n
      from charge_point c join site s on s.tenant_id = c.tenant_id and s.id = c.site_id
      where c.tenant_id = ${tenantId} and c.identity like 'BENCH-%'
    ), person as (
      select id, name, row_number() over (order by id) - 1 as n from driver
      where tenant_id = ${tenantId} and name like 'Bench driver %'
    ), made as (
      select n, date_trunc('milliseconds', now() - interval '1 minute' - n * ${stepMs}::float8 * interval '1 millisecond') as at,
             hashint4(n::int)::bigint + 2147483648 as dice
      from generate_series(0, ${sessions}::int - 1) n
    )
    insert into session (tenant_id, started_at, id, state, charge_point_id, connector_number, transaction_id, id_token,
                         id_token_verdict, driver_id, driver_name, start_raw_at, start_received_at, start_energy_mwh,
                         ended_at, end_cause, stop_energy_mwh, stop_reason, energy_mwh, last_reading_at, currency,
                         net_minor, vat_minor, gross_minor, settled_at, suspect, charge_point_identity, site_id, site_name,
                         time_zone)
    select ${tenantId}, m.at,
           (lpad(to_hex((extract(epoch from m.at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(m.dice % 4096), 3, '0')
             || 'a' || substr(md5(m.n::text), 1, 15))::uuid,
           case when m.n < ${RUNNING}::int then 'active' else 'ended' end, station.id, m.n % 2 + 1, 1000000 + m.n,
           'CARD-' || lpad((m.dice % ${CARDS}::int)::text, 5, '0'), 'accepted', person.id, person.name, m.at::text, m.at, 0,
           case when m.n < ${RUNNING}::int then null else m.at + m.dice % 240 * interval '1 minute' end,
           case when m.n < ${RUNNING}::int then null else 'stopped' end,
           case when m.n < ${RUNNING}::int then null else m.dice % 60000000 end, 'Local', m.dice % 60000000,
           m.at + m.dice % 240 * interval '1 minute', 'EUR', m.dice % 3000, m.dice % 570, m.dice % 3570,
           case when m.n < ${RUNNING}::int then null else now() end,
           case when m.n % 1000 = 7 then '{noTariff}'::text[] else '{}' end, station.identity, station.site_id,
           station.site_name, 'Europe/Berlin'
    from made m
    join station on station.n = m.dice % ${STATIONS}::int
    join person on person.n = m.dice % ${DRIVERS}::int`;
}
