import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { serveStation } from "../../testing/served-station.ts";
import { serveCall } from "../../transport/ocpp/ocpp16/serve-call.ts";
import { createSeenStations } from "./seen-stations.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());

test("who was heard while the database was away is written once it is back", async () => {
  const station = await serveStation(database, serveCall);
  const { db, clock, log } = station.deps;
  let isAway = true;
  const begin = (...work: Parameters<typeof db.sql.begin>) =>
    isAway ? Promise.reject(new Error("away")) : db.sql.begin(...work);
  const seen = createSeenStations({ db: { ...db, sql: Object.assign(Object.create(db.sql), { begin }) }, clock, log });
  station.clock.advance(60_000);
  seen.seen(station.current());
  await seen.stop(); // which sweeps
  isAway = false;
  await seen.stop();
  const [row] = await database.owner.sql`select last_seen_at from charge_point where id = ${station.chargePointId}`;
  expect(new Date(row?.last_seen_at)).toEqual(clock.now());
  await station.close();
});
