import { afterAll, beforeAll, expect, test } from "vitest";
import type { PlainSql } from "../../../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { fakeEvents } from "../../testing/fakes.ts";
import { serveStation } from "../../testing/served-station.ts";
import { serveCall } from "../../transport/ocpp/ocpp16/serve-call.ts";
import { createLiveSessions } from "./live-sessions.ts";
import { toReadings } from "./to-readings.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());

/** Connections that begin no transaction before they are let. */
function gated(sql: PlainSql) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const begin = async (...args: Parameters<PlainSql["begin"]>) => {
    await promise;
    return sql.begin(...args);
  };
  const keyedSql = new Proxy(sql, {
    get: (target, name) => (name === "begin" ? begin : Reflect.get(target, name, target)),
  });
  return { keyedSql, open: resolve };
}

test("what is heard while a session is loaded, and is loaded as well, counts once: the running figure is the settled one", async () => {
  const station = await serveStation(database, serveCall);
  const gate = gated(station.working.keyedSql);
  const events = fakeEvents();
  const live = createLiveSessions({ ...station.deps, ...station.working, keyedSql: gate.keyedSql, events });
  const older = await station.reconnect();
  const now = () => station.clock.now().toISOString();
  const begun = { connectorId: 1, idTag: "GOOD", meterStart: 0, timestamp: now() };
  const { transactionId } = await station.result("StartTransaction", begun);
  const rows = () => database.owner.sql<{ id: string; started_at: string; energy_mwh: bigint }[]>`
    select id, started_at, energy_mwh from session where charge_point_id = ${station.chargePointId}`;
  const [session] = await rows();
  const key = { id: session?.id ?? "", startedAt: new Date(session?.started_at ?? "") };

  live.begin(older, key); // it waits for the gate: all that follows is heard meanwhile, and loaded too
  station.clock.advance(600_000);
  const energy = (value: string) => ({ value, measurand: "Energy.Active.Import.Register", unit: "Wh" });
  // Two registers of one instant: folded twice, the second rise would count again.
  const meterValue = ["4000", "9000"].map((value) => ({ timestamp: now(), sampledValue: [energy(value)] }));
  await station.result("MeterValues", { connectorId: 1, transactionId, meterValue });
  const target = { session: key, connectorNumber: 1, transactionId: Number(transactionId), flags: [] };
  live.add(older, key, toReadings(older, meterValue, target, station.clock.now()));
  gate.open();
  await expect
    .poll(() => events.published.some((event) => event.type === "sessionChanged" && event.cause === "started"))
    .toBe(true);
  // A row that somebody else holds just then is left for the next turn.
  const swept = async () => {
    await live.sweep();
    return (await rows())[0]?.energy_mwh;
  };
  await expect.poll(swept).toBe(9_000_000n);

  await station.result("StopTransaction", { transactionId, meterStop: 9000, timestamp: now() });
  await station.settle();
  expect((await rows())[0]?.energy_mwh).toBe(9_000_000n);
  await live.stop();
  await station.close();
});
