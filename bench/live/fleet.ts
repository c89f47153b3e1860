import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "../../db/client.ts";
import { StationSocket } from "../../e2e/web/station.ts";
import { hashPassword } from "../../server/services/charge-point/password.ts";

const PASSWORD = "Bench2Station3Pass45";
const IDLE_POWER_W = 7_400;
/** Every station says how much it takes this often, as they do. */
const EVERY_MS = 10_000;

export type Site = { readonly id: string; readonly name: string };
export type Station = {
  readonly site: Site;
  readonly socket: StationSocket;
  readonly transactionId: unknown;
  powerW: number;
  registerWh: number;
};

/** Sites that come first in the list beside the map, and their stations, which booted before. */
export async function seedFleet(url: string, slug: string, sites: number, stations: number): Promise<readonly Site[]> {
  const db = openDatabase({ url, max: 1, applicationName: "bench", role: "owner" });
  try {
    const passwordHash = hashPassword(Buffer.from(PASSWORD));
    await db.sql`
      with company as (select id from tenant where slug = ${slug}),
      place as (
        insert into site (tenant_id, id, name, city, country, time_zone, latitude, longitude)
        select company.id, gen_random_uuid(), 'A bench ' || n, 'Köln', 'DEU', 'Europe/Berlin', 50.8 + n * 0.1, 6.5 + n * 0.2
        from company, generate_series(1, ${sites}::int) n returning id, name, tenant_id
      )
      insert into charge_point (tenant_id, id, identity, site_id, password_hash, first_boot_at)
      select tenant_id, gen_random_uuid(), 'LIVE-' || n, id, ${passwordHash}, now()
      from generate_series(1, ${stations}::int) n join place on name = 'A bench ' || (n % ${sites}::int + 1)`;
    return await db.sql<Site[]>`select id, name from site where name like 'A bench %' order by name`;
  } finally {
    await db.close();
  }
}

/** Connects a station and begins to charge. */
export async function beginCharging(address: string, number: number, site: Site, idTag: string): Promise<Station> {
  const identity = `LIVE-${number}`;
  const socket = await StationSocket.open({ url: `${address}/${identity}`, identity, password: PASSWORD });
  await socket.call("BootNotification", { chargePointVendor: "Bench", chargePointModel: "Live" });
  await socket.status(1, "Charging");
  const start = { connectorId: 1, idTag, meterStart: 0, timestamp: new Date().toISOString() };
  const { transactionId } = await socket.call("StartTransaction", start);
  const station = { site, socket, transactionId, powerW: IDLE_POWER_W, registerWh: 0 };
  await sendReading(station);
  return station;
}

/** One MeterValues with the station's power; resolves with the answer. */
export function sendReading(station: Station): Promise<unknown> {
  station.registerWh += 20;
  const sampledValue = [
    { value: String(station.registerWh), measurand: "Energy.Active.Import.Register", unit: "Wh" },
    { value: String(station.powerW), measurand: "Power.Active.Import", unit: "W" },
  ];
  const meterValue = [{ timestamp: new Date().toISOString(), sampledValue }];
  return station.socket.call("MeterValues", { connectorId: 1, transactionId: station.transactionId, meterValue });
}

/** Lets all stations report what they take all the time, evenly spread. Returns how to stop. */
export function reportAll(stations: readonly Station[]): () => void {
  let isOver = false;
  const run = async () => {
    for (let turn = 0; !isOver; turn++) {
      const station = stations[turn % stations.length];
      if (station) void sendReading(station);
      await sleep(EVERY_MS / stations.length);
    }
  };
  void run();
  return () => {
    isOver = true;
  };
}
