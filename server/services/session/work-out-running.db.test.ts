import { afterAll, beforeAll, expect, test } from "vitest";
import { contextOf, createTenant } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { serveStation } from "../../testing/served-station.ts";
import { serveCall } from "../../transport/ocpp/ocpp16/serve-call.ts";
import { getSession } from "./get.ts";
import { getPriceTrace } from "./get-price-trace.ts";
import { ListSessionsInput, listSessions } from "./list.ts";
import { ListChargingPeriodsInput, listChargingPeriods } from "./list-charging-periods.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());

test("a running session has its price trace and periods so far, and the same ones once it is settled", async () => {
  const station = await serveStation(database, serveCall);
  const ctx = contextOf(station.deps, station.tenantId);
  const now = () => station.clock.now().toISOString();
  const begun = { connectorId: 1, idTag: "GOOD", meterStart: 0, timestamp: now() };
  const { transactionId } = await station.result("StartTransaction", begun);
  const [session] = (await listSessions(ctx, ListSessionsInput.parse({}))).items;
  const sessionId = session?.id ?? "";
  const periods = async (rest: object = {}) =>
    listChargingPeriods(ctx, ListChargingPeriodsInput.parse({ sessionId, ...rest }));

  expect((await getPriceTrace(ctx, { sessionId })).trace).toMatchObject({ grossMinor: "0" });
  for (const value of ["4000", "9000"]) {
    station.clock.advance(600_000);
    const sampledValue = [{ value, measurand: "Energy.Active.Import.Register", unit: "Wh" }];
    await station.result("MeterValues", {
      ...{ connectorId: 1, transactionId },
      meterValue: [{ timestamp: now(), sampledValue }],
    });
  }
  // 9 kWh at 0.39 EUR and 19 % VAT.
  const running = await getPriceTrace(ctx, { sessionId });
  expect(running).toMatchObject({ settledAt: null, trace: { currency: "EUR", netMinor: "351", grossMinor: "418" } });
  const soFar = await periods();
  expect(soFar.items.reduce((sum, { energyWh }) => sum + Number(energyWh), 0)).toBe(9000);
  expect(soFar.items.map(({ number }) => number)).toEqual(soFar.items.map((_, index) => index));
  const [first] = soFar.items;
  expect(first).toMatchObject({ startedAt: begun.timestamp, kind: "charging" });
  const page = await periods({ limit: 1 });
  expect(page.items).toEqual([first]);
  const rest = page.nextCursor ? (await periods({ cursor: page.nextCursor })).items : [];
  expect([...page.items, ...rest]).toEqual(soFar.items);

  const stranger = contextOf(station.deps, await createTenant(database));
  await expect(getPriceTrace(stranger, { sessionId })).rejects.toMatchObject({ code: "notFound" });
  await expect(listChargingPeriods(stranger, ListChargingPeriodsInput.parse({ sessionId }))).rejects.toMatchObject({
    code: "notFound",
  });

  await station.result("StopTransaction", { transactionId, meterStop: 9000, timestamp: now() });
  await station.settle();
  expect(await getSession(ctx, { sessionId })).toMatchObject({ state: "ended", grossMinor: "418" });
  const settled = await getPriceTrace(ctx, { sessionId });
  expect(settled.settledAt).not.toBeNull();
  expect(settled.trace).toEqual(running.trace);
  expect((await periods()).items).toEqual(soFar.items);
  await station.close();
});
