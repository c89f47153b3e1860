import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { session } from "../../../db/schema/charging.ts";
import { contextOf, testDeps, userActor } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import { serveStation } from "../../testing/served-station.ts";
import { serveCall } from "../../transport/ocpp/ocpp16/serve-call.ts";
import { ListAuditInput, listAudit } from "../audit/list.ts";
import type { ServiceContext } from "../context.ts";
import { CreateChargePointInput, createChargePoint } from "./create.ts";
import { listConnectors } from "./list-connectors.ts";
import { retireChargePoint } from "./retire.ts";
import { SetConnectorInput, setConnector } from "./set-connector.ts";

let database: TestDatabase;
let mine: SeededTenant;
let ctx: ServiceContext;
beforeAll(async () => {
  database = await createTestDatabase();
  mine = await seedTenant(database);
  ctx = contextOf(testDeps(database), mine.tenantId);
});
afterAll(() => database?.close());

const set = (chargePoint: string, changes: object) =>
  setConnector(ctx, SetConnectorInput.parse({ chargePoint, number: 1, ...changes }));

test("a connector is described before its station has ever connected; what is left out stays", async () => {
  const { id } = await createChargePoint(ctx, CreateChargePointInput.parse({ identity: "NEW-1" }));
  expect(await set(id, { standard: "IEC_62196_T2_COMBO", maxPowerW: 150_000 })).toMatchObject({
    ...{ number: 1, standard: "IEC_62196_T2_COMBO", maxPowerW: 150_000, evseId: null, status: null },
  });
  expect(await set("NEW-1", { evseId: "de*vpl*e1*1" })).toMatchObject({ maxPowerW: 150_000, evseId: "DE*VPL*E1*1" });
  expect(await set(id, { standard: null })).toMatchObject({ standard: null, maxPowerW: 150_000 });
  expect(await set(id, { number: 2, maxPowerW: 22_000 })).toMatchObject({ number: 2 });
  expect((await listConnectors(ctx, { chargePoint: id })).items).toHaveLength(2);
  const { items } = await listAudit(ctx, ListAuditInput.parse({}));
  expect(items[0]).toMatchObject({ action: "chargePoint.setConnector", detail: { number: 2, maxPowerW: 22_000 } });
});

test("a station's first word of its connector leaves what was said of it", async () => {
  const station = await serveStation(database, serveCall);
  const theirs = contextOf(station.deps, station.tenantId);
  const asked = { chargePoint: station.chargePointId, number: 1, maxPowerW: 11_000, evseId: "DEVPLE77" };
  await setConnector(theirs, SetConnectorInput.parse(asked));
  await station.result("StatusNotification", { connectorId: 1, status: "Available", errorCode: "NoError" });
  expect((await listConnectors(theirs, asked)).items).toMatchObject([
    { number: 1, maxPowerW: 11_000, evseId: "DEVPLE77", status: "Available" },
  ]);
  await station.close();
});

test("no EVSE id is given twice, however it is written, and none that is none", async () => {
  await set(mine.identity, { evseId: "DE*VPL*E500*1" });
  await expect(set("NEW-1", { evseId: "DEVPLE5001" })).rejects.toMatchObject({
    ...{ code: "conflict", details: { issues: [{ path: "evseId", message: "taken" }] } },
  });
  for (const wrong of [{ evseId: "5001" }, { maxPowerW: 0 }, { standard: "TYPE2" }, { number: 0 }, { number: 256 }]) {
    expect(SetConnectorInput.safeParse({ chargePoint: mine.identity, number: 1, ...wrong }).success).toBe(false);
  }
});

test("the EVSE id of a retired charge point goes to its replacement", async () => {
  const old = await createChargePoint(ctx, CreateChargePointInput.parse({ identity: "OLD" }));
  await set(old.id, { evseId: "DE*VPL*E9*1" });
  await retireChargePoint(ctx, { chargePoint: old.id });
  await createChargePoint(ctx, CreateChargePointInput.parse({ identity: "REPLACEMENT" }));
  expect(await set("REPLACEMENT", { evseId: "deVPLe91" })).toMatchObject({ evseId: "DEVPLE91" });
});

test("what is said of one plug makes no other one suspect", async () => {
  const station = await serveStation(database, serveCall);
  const theirs = contextOf(station.deps, station.tenantId);
  const described = { chargePoint: station.chargePointId, number: 1, maxPowerW: 11_000 };
  await setConnector(theirs, SetConnectorInput.parse(described));
  await station.reconnect();
  const timestamp = station.clock.now().toISOString();
  await station.result("StartTransaction", { connectorId: 2, idTag: "GOOD", meterStart: 0, timestamp });
  const [row] = await database.owner.orm.select().from(session).where(eq(session.tenantId, station.tenantId));
  expect(row?.suspect).toEqual([]);
  await station.close();
});

test("who only reads changes nothing", async () => {
  const reader = { ...ctx, actor: userActor("viewer") };
  const asked = SetConnectorInput.parse({ chargePoint: mine.identity, number: 1, maxPowerW: 1_000 });
  await expect(setConnector(reader, asked)).rejects.toMatchObject({ code: "forbidden" });
});
