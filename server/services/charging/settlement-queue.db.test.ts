import { afterAll, beforeAll, expect, test } from "vitest";
import { uuidv7 } from "../../core/ids.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type ServedStation, serveStation } from "../../testing/served-station.ts";
import { serveCall } from "../../transport/ocpp/ocpp16/serve-call.ts";
import { createSettlementQueue } from "./settlement-queue.ts";

let database: TestDatabase;
let station: ServedStation;
beforeAll(async () => {
  database = await createTestDatabase();
  station = await serveStation(database, serveCall);
});
afterAll(async () => {
  await station?.close();
  await database?.close();
});

type Row = {
  id: string;
  settled_at: string | null;
  settle_attempts: number;
  settle_after: string | null;
  suspect: string[];
};

test("that a session has ended is told once; worked out anew, it is corrected", async () => {
  const another = await serveStation(database, serveCall);
  const now = () => another.clock.now().toISOString();
  const begun = { connectorId: 1, idTag: "GOOD", meterStart: 0, timestamp: now() };
  const { transactionId } = await another.result("StartTransaction", begun);
  another.clock.advance(600_000);
  const late = { connectorId: 1, transactionId, meterValue: [{ timestamp: now(), sampledValue: [{ value: "900" }] }] };
  another.clock.advance(60_000);
  await another.result("StopTransaction", { transactionId, meterStop: 1_000, timestamp: now() });
  const ends = () =>
    another.events.published.flatMap((event) =>
      event.type === "sessionChanged" && event.session.state === "ended" ? [event.cause] : [],
    );
  await another.settle();
  expect(ends()).toEqual(["ended"]);
  await another.result("MeterValues", late);
  await another.settle();
  expect(ends()).toEqual(["ended", "corrected"]);
  await another.close();
});

test("sessions that cannot be settled keep nobody from the turn, are shown and counted, and tried again ever later", async () => {
  const { owner } = database;
  for (const _ of ["broken", "broken", "sound"]) {
    const timestamp = station.clock.now().toISOString();
    const begun = { connectorId: 1, idTag: "GOOD", meterStart: 0, timestamp };
    const { transactionId } = await station.result("StartTransaction", begun);
    station.clock.advance(60_000);
    const stop = { transactionId, meterStop: 100, timestamp: station.clock.now().toISOString() };
    await station.result("StopTransaction", stop);
  }
  await station.settle();
  const rows = () => owner.sql<Row[]>`select * from session where tenant_id = ${station.tenantId} order by started_at`;
  const broken = (await rows()).slice(0, 2).map(({ id }) => id);
  const [{ tariff_version_id: version } = { tariff_version_id: "" }] = await owner.sql<{ tariff_version_id: string }[]>`
    select tariff_version_id from session where tenant_id = ${station.tenantId}`;
  const price = (ids: readonly string[], by: string) =>
    owner.sql`update session set tariff_version_id = ${by} where id = any (${ids as string[]})`;
  await price(broken, uuidv7());
  await owner.sql`update session set settled_at = null where tenant_id = ${station.tenantId}`;
  let failures = 0;
  const queue = createSettlementQueue(station.deps, {
    sql: station.working.keyedSql,
    sweepPage: 1,
    onFailed: () => failures++,
  });

  await queue.sweep();
  expect(failures).toBe(2);
  const failed = { settled_at: null, settle_attempts: 1, suspect: ["settlementFailed"] };
  expect(await rows()).toMatchObject([failed, failed, { settled_at: expect.anything(), suspect: [] }]);

  station.clock.advance(59_000);
  await queue.sweep();
  expect(failures).toBe(2);
  station.clock.advance(1_000);
  await queue.sweep();
  expect(failures).toBe(4);
  station.clock.advance(119_000);
  await queue.sweep();
  expect(failures).toBe(4);

  await price(broken, version);
  station.clock.advance(1_000);
  await queue.sweep();
  const sound = { settled_at: expect.anything(), settle_attempts: 0, settle_after: null, suspect: [] };
  expect(await rows()).toMatchObject([sound, sound, sound]);
  await queue.stop();
});
