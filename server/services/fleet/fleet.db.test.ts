import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { powerSample, WHOLE_FLEET } from "../../../db/schema/analytics.ts";
import { chargePoint, connector, evse } from "../../../db/schema/assets.ts";
import { session } from "../../../db/schema/charging.ts";
import { invariant } from "../../core/assert.ts";
import { uuidv7, uuidv7At } from "../../core/ids.ts";
import { contextOf, testDeps } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import type { ServiceContext } from "../context.ts";
import type { ConnectorStatusChanged } from "../ports.ts";
import { CreateSiteInput, createSite } from "../site/create.ts";
import { getFleet } from "./get-fleet.ts";
import { getPowerHistory } from "./get-power-history.ts";
import { listHappenings } from "./list-happenings.ts";
import { openFleet } from "./live-fleet.ts";
import { samplePower } from "./sample-power.ts";

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let mine: SeededTenant;
let theirs: SeededTenant;
let ctx: ServiceContext;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  deps = testDeps(database);
  [mine, theirs] = [await seedTenant(database), await seedTenant(database)];
  ctx = contextOf(deps, mine.tenantId);
});

const newSite = () =>
  createSite(
    ctx,
    CreateSiteInput.parse({ name: "AA harbour", country: "DEU", timeZone: "UTC", latitude: 53.5, longitude: 9.9 }),
  );

async function addStation(siteId: string, isOnline: boolean, statuses: readonly string[], retiredAt?: Date) {
  const { tenantId } = mine;
  const chargePointId = uuidv7();
  await database.owner.orm
    .insert(chargePoint)
    .values({ tenantId, id: chargePointId, siteId, identity: chargePointId, isOnline, retiredAt: retiredAt ?? null });
  for (const [index, status] of statuses.entries()) {
    const place = { tenantId, chargePointId, number: index + 1 };
    const evseId = uuidv7();
    await database.owner.orm.insert(evse).values({ ...place, id: evseId });
    await database.owner.orm.insert(connector).values({ ...place, id: uuidv7(), evseId, status });
  }
  return chargePointId;
}

/** Lets the seeded session run at a station. */
async function charge(chargePointId: string, powerW: number) {
  await database.owner.orm
    .update(session)
    .set({ chargePointId, state: "active", endedAt: null, settledAt: null, powerW })
    .where(eq(session.tenantId, mine.tenantId));
}

test("sites stand as their charge points say: silent ones are offline, retired ones are not counted", async () => {
  const { id } = await newSite();
  await charge(await addStation(id, true, ["Available", "Charging", "SuspendedEV"]), 7_400);
  await addStation(id, false, ["Available"]);
  await addStation(id, true, ["Faulted"], new Date());
  const { sites, states } = await getFleet(ctx);
  expect(sites.find((site) => site.id === id)).toMatchObject({ name: "AA harbour", latitude: 53.5 });
  expect(states.find(({ siteId }) => siteId === id)).toEqual({
    ...{ siteId: id, stations: 2, online: 1, sessions: 1, powerW: 7_400 },
    families: { free: 1, charging: 1, waiting: 1, fault: 0, out: 0, offline: 1 },
  });
  const other = await getFleet(contextOf(deps, theirs.tenantId));
  expect(other.sites.map((site) => site.id)).not.toContain(id);
  expect(other.states.map(({ siteId }) => siteId)).not.toContain(id);
});

describe("a watched fleet", () => {
  test("follows facts, tells each change once, and hears nothing of others", async () => {
    const { id } = await newSite();
    const station = await addStation(id, true, ["Available"]);
    let told = 0;
    const fleet = await openFleet(deps, mine.tenantId, () => told++);
    expect(fleet.all().find(({ siteId }) => siteId === id)).toMatchObject({ families: { free: 1 } });
    const about = { tenantId: mine.tenantId, siteId: id, chargePointId: station };
    const fault: Omit<ConnectorStatusChanged, "tenantId" | "siteId" | "chargePointId"> = {
      ...{
        type: "connectorStatusChanged",
        connectorNumber: 1,
        status: "Faulted",
        errorCode: "GroundFailure",
        info: null,
      },
      ...{ at: "2026-01-01T00:00:00.000Z", receivedAt: "2026-01-01T00:00:01.000Z" },
    };
    deps.events.publish({ ...fault, ...about });
    deps.events.publish({ ...fault, ...about });
    deps.events.publish({ ...fault, ...about, tenantId: theirs.tenantId });
    expect(told).toBe(1);
    expect(fleet.take()).toMatchObject({
      sites: [{ siteId: id, families: { fault: 1, free: 0 } }],
      happened: [
        {
          kind: "fault",
          at: "2026-01-01T00:00:01.000Z",
          identity: station,
          connectorNumber: 1,
          detail: "GroundFailure",
        },
      ],
    });
    expect(fleet.take()).toEqual({ sites: [], happened: [] });
    fleet.close();
    deps.events.publish({ ...fault, ...about, status: "Available" });
    expect(told).toBe(1);
  });

  test("reads what was made meanwhile", async () => {
    const { id } = await newSite();
    const changed = new Promise<void>((resolve) => {
      void openFleet(deps, mine.tenantId, resolve).then(async (fleet) => {
        const chargePointId = await addStation(id, true, ["Charging"]);
        deps.events.publish({
          type: "chargePointChanged",
          tenantId: mine.tenantId,
          siteId: id,
          chargePointId,
          cause: "created",
        });
        await changed;
        expect(fleet.take().sites).toMatchObject([{ siteId: id, stations: 1, families: { charging: 1 } }]);
        fleet.close();
      });
    });
    await changed;
  });
});

describe("the power of the last hours", () => {
  test.each([1, -1])("is noted for everybody, whatever stations of one company claim (%i)", async (sign) => {
    const { id } = await newSite();
    const powerW = sign * 2_147_483_647;
    await charge(await addStation(id, true, []), powerW);
    const [running] = await database.owner.orm.select().from(session).where(eq(session.tenantId, mine.tenantId));
    invariant(running, "a session was seeded");
    const another = { id: uuidv7At(running.startedAt.getTime()), transactionId: (running.transactionId ?? 0) + 1 };
    await database.owner.orm.insert(session).values({ ...running, ...another });
    deps.clock.advance(Date.parse("2026-05-01T09:00:30Z") - deps.clock.now().getTime());
    await samplePower(deps);
    const { points } = await getPowerHistory(contextOf(deps, theirs.tenantId), { hours: 1 });
    expect(points.at(-1)).toMatchObject({ meanW: expect.any(Number) });
    const own = await getPowerHistory(ctx, { hours: 1, siteId: id });
    expect(own.points.at(-1)).toMatchObject({ maxW: powerW });
  });

  test("is noted each minute once, by site, and a time in which nobody looked is not zero", async () => {
    const { id } = await newSite();
    const station = await addStation(id, true, ["Charging"]);
    await charge(station, 11_000);
    await database.owner.orm.delete(powerSample).where(eq(powerSample.tenantId, mine.tenantId));
    deps.clock.advance(Date.parse("2026-05-01T10:00:30Z") - deps.clock.now().getTime());
    await samplePower(deps);
    await samplePower(deps);
    deps.clock.advance(160_000);
    await charge(station, 22_000);
    await samplePower(deps);
    const rows = await database.owner.orm.select().from(powerSample).where(eq(powerSample.tenantId, mine.tenantId));
    expect(rows.map(({ siteId, powerW, sessions }) => [siteId === WHOLE_FLEET, powerW, sessions]).sort()).toEqual([
      [false, 11_000, 1],
      [false, 22_000, 1],
      [true, 11_000, 1],
      [true, 22_000, 1],
    ]);
    const whole = await getPowerHistory(ctx, { hours: 1 });
    expect(whole.points).toHaveLength(60);
    expect(whole.points.slice(-4)).toEqual([
      { at: "2026-05-01T10:00:00.000Z", meanW: 11_000, maxW: 11_000 },
      { at: "2026-05-01T10:01:00.000Z", meanW: null, maxW: null },
      { at: "2026-05-01T10:02:00.000Z", meanW: null, maxW: null },
      { at: "2026-05-01T10:03:00.000Z", meanW: 22_000, maxW: 22_000 },
    ]);
    const six = await getPowerHistory(ctx, { hours: 6, siteId: id });
    expect(six.points.at(-1)).toEqual({ at: "2026-05-01T10:00:00.000Z", meanW: 16_500, maxW: 22_000 });
    // A site where nothing charged while somebody looked.
    const quiet = await getPowerHistory(ctx, { hours: 1, siteId: mine.siteId });
    expect(quiet.points.at(-1)).toMatchObject({ meanW: 0 });
    expect(quiet.points.at(-2)).toMatchObject({ meanW: null });
    const other = await getPowerHistory(contextOf(deps, theirs.tenantId), { hours: 1, siteId: id });
    expect(other.points.at(-1)).toMatchObject({ meanW: 0 });
  });
});

describe("what happened", () => {
  test("is told newest first, of one site or of all, and of nobody else", async () => {
    const { id } = await newSite();
    const station = await addStation(id, true, ["Faulted"]);
    const set = { statusInfo: "Door open", statusReceivedAt: new Date("2026-05-01T09:00:00Z") };
    await database.owner.orm.update(connector).set(set).where(eq(connector.chargePointId, station));
    const times = { disconnectedAt: new Date("2026-05-01T08:00:00Z"), lastBootAt: new Date("2026-05-01T10:00:00Z") };
    await database.owner.orm.update(chargePoint).set(times).where(eq(chargePoint.id, station));
    const here = await listHappenings(ctx, { siteId: id, limit: 50 });
    expect(here.map(({ kind, at, connectorNumber, detail }) => [kind, at, connectorNumber, detail])).toEqual([
      ["booted", "2026-05-01T10:00:00.000Z", null, null],
      ["fault", "2026-05-01T09:00:00.000Z", 1, "Door open"],
      ["disconnected", "2026-05-01T08:00:00.000Z", null, null],
    ]);
    expect((await listHappenings(ctx, { siteId: id, limit: 1 })).map(({ kind }) => kind)).toEqual(["booted"]);
    const all = await listHappenings(ctx, { limit: 50 });
    expect(all).toContainEqual(expect.objectContaining({ kind: "sessionStarted", sessionId: mine.sessionId }));
    expect(all.map(({ at }) => at)).toEqual(
      all
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    const others = await listHappenings(contextOf(deps, theirs.tenantId), { limit: 50 });
    expect(others.map(({ chargePointId }) => chargePointId)).not.toContain(station);
  });

  test("leaves sessions out for who may not read them", async () => {
    const key = { kind: "apiKey", id: uuidv7(), name: "k", scopes: ["chargePoint.read"] } as const;
    const kinds = async (actor: ServiceContext["actor"]) =>
      (await listHappenings({ ...ctx, actor }, { limit: 50 })).map(({ kind }) => kind);
    expect(await kinds(key)).not.toContain("sessionStarted");
    expect(await kinds({ ...key, scopes: [...key.scopes, "session.read"] })).toContain("sessionStarted");
    await expect(kinds({ ...key, scopes: ["session.read"] })).rejects.toMatchObject({ code: "forbidden" });
  });
});
