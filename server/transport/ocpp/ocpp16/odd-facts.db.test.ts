import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { idToken } from "../../../../db/schema/people.ts";
import { inTenant } from "../../../../db/tenancy.ts";
import { uuidv7 } from "../../../core/ids.ts";
import { retireChargePoint } from "../../../services/charge-point/retire.ts";
import { abandonLost } from "../../../services/charging/abandon-lost.ts";
import { abandonSession } from "../../../services/charging/abandon-session.ts";
import { getPowerCurve } from "../../../services/session/get-power-curve.ts";
import { ListMeterValuesInput, listMeterValues } from "../../../services/session/list-meter-values.ts";
import { markNodeOffline } from "../../../services/station/seen-stations.ts";
import { createTariff } from "../../../services/tariff/create.ts";
import { ListUnmatchedStopsInput, listUnmatchedStops } from "../../../services/unmatched-stop/list.ts";
import { contextOf, userActor } from "../../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../../testing/database.ts";
import { type ServedStation, serveStation } from "../../../testing/served-station.ts";
import { simpleTariff } from "../../../testing/simple-tariff.ts";
import { serveCall } from "./serve-call.ts";

/** Facts that are odd by card, connector, order or number: kept all the same, with the reason. */

let database: TestDatabase;
const stations: ServedStation[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await Promise.all(stations.map((station) => station.close()));
  await database?.close();
});

type SessionRow = {
  id: string;
  state: string;
  connector_number: number;
  started_at: string;
  ended_at: string | null;
  energy_mwh: bigint;
  gross_minor: bigint | null;
  stop_raw_at: string | null;
  suspect: string[];
};

async function arrive() {
  const station = await serveStation(database, serveCall);
  stations.push(station);
  const { sql } = database.owner;
  const at = (minutes: number) => new Date(station.clock.now().getTime() + minutes * 60_000).toISOString();
  return {
    station,
    at,
    async start(fields: object = {}): Promise<number> {
      const words = { connectorId: 1, idTag: "GOOD", meterStart: 20_000, timestamp: at(-10), ...fields };
      return Number((await station.result("StartTransaction", words)).transactionId);
    },
    stop: (transactionId: unknown, fields: object = {}) =>
      station.result("StopTransaction", { transactionId, meterStop: 42_000, timestamp: at(0), ...fields }),
    measure: (wh: number, minutes: number, fields: object = {}) =>
      station.result("MeterValues", {
        connectorId: 1,
        meterValue: [
          {
            timestamp: at(minutes),
            sampledValue: [{ value: String(wh) }, { value: "7000", measurand: "Power.Active.Import", unit: "W" }],
          },
        ],
        ...fields,
      }),
    status: (connectorId: unknown, fields: object = {}) =>
      station.result("StatusNotification", { connectorId, status: "Available", errorCode: "NoError", ...fields }),
    async sessions(): Promise<SessionRow[]> {
      await station.settle();
      return sql<SessionRow[]>`
        select * from session where charge_point_id = ${station.chargePointId} order by transaction_id`;
    },
    /** How many stretches the settled session was cut into. */
    async periods(): Promise<number> {
      await station.settle();
      const rows = await sql`
        select from charging_period p join session s on s.id = p.session_id
        where s.charge_point_id = ${station.chargePointId}`;
      return rows.length;
    },
    apart: () => sql<{ transaction_id: bigint; reason: string }[]>`
      select transaction_id, reason from unmatched_stop where charge_point_id = ${station.chargePointId}
      order by received_at, id`,
    readings: () => sql<{ connector_number: number; flags: string[]; in_session: boolean }[]>`
      select connector_number, coalesce(flags, '{}') as flags, subject_id <> charge_point_id as in_session
      from meter_value where charge_point_id = ${station.chargePointId} order by at`,
  };
}

describe("a stop without a usable id", () => {
  test.each([
    ["older than the session", { timestamp: -24 * 60 }],
    ["below the start's register", { meterStop: 15_000 }],
    ["of another card", { idTag: "SINGLE" }],
  ] as const)("%s ends nothing, and is kept; the true stop has its say", async (_, odd) => {
    for (const id of [-1, 0]) {
      const { at, start, stop, sessions, apart } = await arrive();
      const transactionId = await start();
      const timestamp = at("timestamp" in odd ? odd.timestamp : 0);
      const card = "idTag" in odd ? {} : { idTag: "good" };
      await stop(id, { ...card, ...odd, timestamp });
      await stop(id, { ...("idTag" in odd ? card : {}), ...odd, timestamp: at(-24 * 60), meterStop: 1 });
      expect(await sessions()).toMatchObject([{ state: "active" }]);
      expect(await apart()).toMatchObject([{ reason: "unknownTransaction" }, { reason: "unknownTransaction" }]);
      await stop(transactionId);
      expect(await sessions()).toMatchObject([{ state: "ended", energy_mwh: 22_000_000n, suspect: [] }]);
    }
  });

  test("of another connector's time ends nothing", async () => {
    const { at, start, stop, sessions } = await arrive();
    await start({ connectorId: 2, meterStart: 100 });
    await stop(-1, { idTag: "GOOD", meterStop: 50, timestamp: at(-120) });
    expect(await sessions()).toMatchObject([{ state: "active" }]);
  });

  test("ends what it fits as a guess, which the stop with the right id corrects", async () => {
    const { start, stop, sessions, apart } = await arrive();
    const transactionId = await start();
    await stop(-1, { idTag: "GOOD", meterStop: 25_000 });
    expect(await sessions()).toMatchObject([{ state: "ended", energy_mwh: 5_000_000n, suspect: ["stopWithoutId"] }]);
    await stop(transactionId);
    expect(await sessions()).toMatchObject([{ state: "ended", energy_mwh: 22_000_000n, suspect: [] }]);
    await stop(transactionId, { meterStop: 43_000 });
    expect(await sessions()).toMatchObject([{ energy_mwh: 22_000_000n }]);
    expect(await apart()).toMatchObject([{ reason: "guessed" }, { reason: "alreadyStopped" }]);
  });

  test("said again does not end the next session, and tells of the meter once", async () => {
    const { at, start, stop, sessions, readings } = await arrive();
    const transactionData = [{ timestamp: at(-6), sampledValue: [{ value: "24000" }] }];
    const said = { idTag: "GOOD", meterStop: 25_000, timestamp: at(-5), transactionData };
    await start();
    await stop(-1, said);
    await stop(-1, said);
    expect(await readings()).toMatchObject([{ connector_number: 1, in_session: true }]);
    await start({ meterStart: 25_000, timestamp: at(-5) });
    await stop(-1, said);
    expect((await sessions()).map(({ state }) => state)).toEqual(["ended", "active"]);
    expect(await readings()).toHaveLength(1);
  });

  test.each(["x", 1e300, {}, "1.5"])("whose id is %j is answered, and fits by the same rules", async (id) => {
    const { start, stop, sessions, apart } = await arrive();
    expect(await stop(id)).toEqual({});
    expect(await apart()).toMatchObject([{ transaction_id: -1n, reason: "unknownTransaction" }]);
    await start();
    await stop(id, { meterStop: 19_999 });
    expect(await sessions()).toMatchObject([{ state: "active" }]);
  });
});

test("what another stop of a stopped session tells of the meter counts for it", async () => {
  const { at, start, stop, periods } = await arrive();
  const transactionId = await start({ timestamp: at(-60) });
  await stop(transactionId);
  expect(await periods()).toBe(1);
  const transactionData = [{ timestamp: at(-30), sampledValue: [{ value: "30000" }] }];
  await stop(transactionId, { meterStop: 43_000, transactionData });
  expect(await periods()).toBe(2);
});

describe("kept as suspect, with the reason", () => {
  describe("a stop that is dated before its start", () => {
    const HOURLY = [{ type: "TIME", price: 3, vat: 0, step_size: 1 }];
    /** At a charge point where an hour costs 3 EUR, and energy nothing. */
    async function arriveHourly() {
      const arrived = await arrive();
      const { tenantId, chargePointId, deps } = arrived.station;
      const ocpi = simpleTariff({ id: "HOURLY", elements: [{ price_components: HOURLY }] });
      const input = { name: "Hourly", ocpi, validFrom: "2020-01-01T00:00:00Z" };
      const { id } = await createTariff(contextOf(deps, tenantId), input);
      await database.owner.sql`update charge_point set tariff_id = ${id} where id = ${chargePointId}`;
      return arrived;
    }
    const endOf = (session?: SessionRow) => new Date(session?.ended_at ?? "").toISOString();

    test("ends its session at the last reading, and bills the time until then", async () => {
      const { at, start, stop, measure, sessions, periods } = await arriveHourly();
      const transactionId = await start({ timestamp: at(-125) });
      await measure(22_000, -110, { transactionId });
      await measure(42_000, -5, { transactionId });
      const words = { meterStop: 43_000, timestamp: at(-127) };
      await stop(transactionId, words);
      const [session] = await sessions();
      expect(session).toMatchObject({ state: "ended", energy_mwh: 23_000_000n, suspect: ["stopBeforeStart"] });
      expect(session).toMatchObject({ stop_raw_at: words.timestamp, gross_minor: 600n });
      expect(endOf(session)).toBe(at(-5));
      expect(await periods()).toBe(2);
      await stop(transactionId, words);
      expect(await sessions()).toEqual([session]);
    });

    test("counts the readings that it brings along, and sees a meter that started anew", async () => {
      const { at, start, stop, measure, sessions } = await arriveHourly();
      const transactionId = await start({ timestamp: at(-70) });
      await measure(30_000, -40, { transactionId });
      await measure(100, -20, { transactionId });
      const transactionData = [-90, -10].map((minutes, index) => ({
        timestamp: at(minutes),
        sampledValue: [{ value: String(1_000 * (index + 1)) }],
      }));
      await stop(transactionId, { meterStop: 3_000, timestamp: at(-90), transactionData });
      const [session] = await sessions();
      expect(session).toMatchObject({ energy_mwh: 12_900_000n, gross_minor: 300n });
      expect(session?.suspect).toEqual(expect.arrayContaining(["stopBeforeStart", "energy:registerFell"]));
      expect(endOf(session)).toBe(at(-10));
    });

    test("ends it where it began when nothing was heard of it, and by what its connector said only while it charged", async () => {
      const { at, start, stop, status, measure, sessions } = await arriveHourly();
      await stop(await start(), { meterStop: 20_100, timestamp: at(-15) });
      const transactionId = await start({ timestamp: at(-9), meterStart: 20_100 });
      await status(1, { timestamp: at(-8), status: "Charging" });
      await measure(20_200, -7);
      await status(1, { timestamp: at(-3) });
      await measure(20_300, -1);
      await stop(transactionId, { meterStop: 20_300, timestamp: at(-15) });
      const [silent, heard] = await sessions();
      expect([silent, heard]).toMatchObject([
        { state: "ended", energy_mwh: 100_000n, gross_minor: 0n, suspect: ["stopBeforeStart"] },
        { state: "ended", energy_mwh: 200_000n, gross_minor: 10n, suspect: ["stopBeforeStart"] },
      ]);
      expect(silent?.ended_at).toEqual(silent?.started_at);
      expect(endOf(heard)).toBe(at(-7));
    });

    test("leaves a session that was abandoned its last sign of life", async () => {
      const { station, at, start, stop, measure, sessions } = await arriveHourly();
      const transactionId = await start({ timestamp: at(-65) });
      await measure(25_000, -5, { transactionId });
      const [open] = await sessions();
      const key = { tenantId: station.tenantId, id: open?.id ?? "", startedAt: new Date(open?.started_at ?? "") };
      await abandonSession(station.deps, key, "connectorFree");
      const [abandoned] = await sessions();
      await stop(transactionId, { meterStop: 26_000, timestamp: at(-66) });
      const [session] = await sessions();
      expect(session).toMatchObject({ ended_at: abandoned?.ended_at, energy_mwh: 6_000_000n, gross_minor: 300n });
    });
  });

  test("a start on a connector that a station which told of its connectors does not have", async () => {
    const { status, start, sessions } = await arrive();
    await start({ connectorId: 5 });
    for (const connectorId of [0, 1, 2]) await status(connectorId);
    await start({ connectorId: 5, meterStart: 1 });
    await start({ connectorId: 2, meterStart: 1 });
    expect((await sessions()).map(({ suspect }) => suspect)).toEqual([[], ["connectorUnknown"], []]);
  });

  test.each([
    ["a stranger's card", { idTag: "NOBODY" }, ["stopOtherCard"]],
    ["another known card", { idTag: "SINGLE" }, ["stopOtherCard"]],
    ["the same card", { idTag: "good" }, []],
    ["a card of its group", { idTag: "SISTER" }, []],
    ["whatever card, by us", { idTag: "SINGLE", reason: "Remote" }, []],
    ["no card", {}, []],
  ] as const)("a stop with %s", async (_, fields, suspect) => {
    const { station, start, stop, sessions } = await arrive();
    await inTenant(database.db, station.tenantId, (tx) =>
      tx.insert(idToken).values({ tenantId: station.tenantId, id: uuidv7(), token: "SISTER", parentToken: "group" }),
    );
    await stop(await start(), fields);
    expect(await sessions()).toMatchObject([{ state: "ended", energy_mwh: 22_000_000n, suspect }]);
  });

  test("a start of yesterday that arrives while a newer session runs on its connector", async () => {
    const { at, start, sessions } = await arrive();
    await start();
    await start({ meterStart: 3, timestamp: at(-24 * 60) });
    await start({ connectorId: 2, meterStart: 3, timestamp: at(-24 * 60) });
    expect((await sessions()).map(({ suspect }) => suspect)).toEqual([[], ["startOutOfOrder"], []]);
  });

  test("meter values of another connector than their transaction's", async () => {
    const { start, measure, readings } = await arrive();
    const transactionId = await start();
    await measure(21_000, -5, { transactionId, connectorId: 2 });
    await measure(22_000, -4, { transactionId });
    expect(await readings()).toMatchObject([
      { connector_number: 2, flags: ["otherConnector"], in_session: true },
      { connector_number: 1, flags: [], in_session: true },
    ]);
  });
});

describe("a connector that no station can have", () => {
  test.each([-1, 256, 2 ** 31, 5_000_000_000, 2 ** 53, 1e300])("%d costs no fact", async (connectorId) => {
    const { station, start, stop, measure, status, sessions, readings } = await arrive();
    const transactionId = await start({ connectorId });
    await measure(5, -20, { connectorId });
    await measure(30_000, -5, { connectorId, transactionId });
    await status(connectorId);
    await stop(transactionId);
    expect(await sessions()).toMatchObject([
      { state: "ended", energy_mwh: 22_000_000n, suspect: ["connectorUnknown"] },
    ]);
    expect(await readings()).toMatchObject([
      { flags: ["connectorUnknown"], in_session: false },
      { flags: ["connectorUnknown"], in_session: true },
    ]);
    const { sql } = database.owner;
    const { chargePointId } = station;
    expect(await sql`select from connector where charge_point_id = ${chargePointId}`).toHaveLength(0);
    expect(await sql`select from connector_status where charge_point_id = ${chargePointId}`).toHaveLength(1);
  });
});

describe("readings that name no transaction", () => {
  test("count while the session runs as they do when it is settled, and are listed with it", async () => {
    const { station, start, stop, measure, sessions } = await arrive();
    await measure(19_000, -30);
    await start({ connectorId: 2, meterStart: 0 });
    const transactionId = await start();
    await measure(21_000, -5);
    await measure(23_000, -4, { transactionId: 0 });
    await measure(24_000, -3, { transactionId });
    await station.deps.live.sweep();
    await expect
      .poll(async () => {
        await station.deps.live.sweep();
        return sessions();
      })
      .toMatchObject([{ energy_mwh: 0n }, { energy_mwh: 4_000_000n, power_w: 7_000, gross_minor: 186n }]);
    const [, running] = await sessions();
    const sessionId = running?.id ?? "";
    const ctx = contextOf(station.deps, station.tenantId);
    const listed = async (limit: number, cursor?: string) =>
      listMeterValues(ctx, ListMeterValuesInput.parse({ sessionId, limit, cursor }));
    const first = await listed(2);
    const rest = await listed(2, first.nextCursor ?? undefined);
    const all = [...first.items, ...rest.items].map(({ energyWh }) => energyWh);
    expect(all).toEqual(["21000", "23000", "24000"]);
    expect(rest.nextCursor).toBeNull();
    const curve = await getPowerCurve(ctx, { sessionId, buckets: 10 });
    expect(curve.buckets.some(({ maxPowerW }) => maxPowerW === 7_000)).toBe(true);
    await stop(transactionId, { meterStop: 24_000 });
    expect(await sessions()).toMatchObject([{}, { state: "ended", energy_mwh: 4_000_000n, gross_minor: 186n }]);
  });

  test("are of the session that runs now, not of the one that it replaced", async () => {
    const { station, at, start, measure, sessions } = await arrive();
    await start({ timestamp: at(-60), meterStart: 10_000 });
    await start();
    await measure(21_000, -5);
    await expect
      .poll(async () => {
        await station.deps.live.sweep();
        return (await sessions())[1]?.energy_mwh;
      })
      .toBe(1_000_000n);
  });

  test("are a sign of life of a session that is abandoned, until the next one begins", async () => {
    const { station, at, start, measure, sessions } = await arrive();
    await start({ timestamp: at(-60), meterStart: 10_000 });
    await measure(12_000, -50);
    await start();
    await measure(21_000, -5);
    const [first] = await sessions();
    const startedAt = new Date(first?.started_at ?? "");
    const key = { tenantId: station.tenantId, id: first?.id ?? "", startedAt };
    expect(await abandonSession(station.deps, key, "newStart")).toBe(true);
    expect(await abandonSession(station.deps, key, "newStart")).toBe(false);
    const [abandoned] = await sessions();
    expect(abandoned).toMatchObject({ state: "ended", energy_mwh: 2_000_000n });
    expect(new Date(abandoned?.ended_at ?? "").toISOString()).toBe(at(-50));
  });

  test("count also when they came before the session began, by a clock that is ahead of ours", async () => {
    const { station, at, start, stop, measure, periods } = await arrive();
    const transactionId = await start({ timestamp: at(3) });
    await measure(21_000, 4);
    station.clock.advance(10 * 60_000);
    await stop(transactionId);
    expect(await periods()).toBe(2);
  });

  test("count for a session that was settled before they came, if they are of its time", async () => {
    const { station, at, start, stop, measure, periods } = await arrive();
    await stop(await start({ timestamp: at(-60) }), { timestamp: at(-5) });
    expect(await periods()).toBe(1);
    await measure(30_000, -30);
    expect(await periods()).toBe(2);
    const settledAt = async () => {
      await station.settle();
      const [row] = await database.owner.sql`
        select settled_at from session where charge_point_id = ${station.chargePointId}`;
      return row?.settled_at;
    };
    const before = await settledAt();
    station.clock.advance(60_000);
    await measure(42_000, 0);
    await measure(30_000, -30, { connectorId: 2 });
    expect(await settledAt()).toEqual(before);
  });

  test.each([
    ["is free", { status: "Available" }],
    ["is out of service", { status: "Unavailable" }],
    ["prepares anew after a boot", { status: "Preparing" }],
  ])("are none once its connector %s", async (_, freed) => {
    const { station, at, start, status, measure, sessions } = await arrive();
    await start({ timestamp: at(-720) });
    await status(1, { timestamp: at(-719), status: "Preparing" });
    await status(1, { timestamp: at(-718), status: "Charging" });
    await measure(30_000, -700);
    const lastHeardAt = at(-700);
    await station.result("BootNotification", { chargePointVendor: "V", chargePointModel: "M" });
    await status(1, { timestamp: at(0), ...freed });
    station.clock.advance(60_000);
    await measure(30_000, 0);
    const [open] = await sessions();
    const startedAt = new Date(open?.started_at ?? "");
    const key = { tenantId: station.tenantId, id: open?.id ?? "", startedAt };
    expect(await abandonSession(station.deps, key, "connectorFree")).toBe(true);
    const [abandoned] = await sessions();
    expect(abandoned).toMatchObject({ state: "ended", energy_mwh: 10_000_000n });
    expect(new Date(abandoned?.ended_at ?? "").toISOString()).toBe(lastHeardAt);
  });
});

describe("a start said again", () => {
  test.each([
    ["2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00+00:00"],
    ["2026-01-01T00:00:00Z", "2026-01-01T01:00:00.0+01:00"],
  ])("at %s and %s is one session", async (one, other) => {
    const { station, start, sessions } = await arrive();
    station.clock.advance(Date.parse("2026-01-01T00:05:00Z") - station.clock.now().getTime());
    const first = await start({ timestamp: one });
    expect(await start({ timestamp: other })).toBe(first);
    const { sql } = database.owner;
    // As starts were kept whose clock was beyond belief when they came first.
    await sql`update transaction_start set raw_at = ${one} where charge_point_id = ${station.chargePointId}`;
    expect(await start({ timestamp: one })).toBe(first);
    expect(await sessions()).toHaveLength(1);
  });

  test("without a zone, in the hour that daylight saving repeats and after it, is one session", async () => {
    const { station, start, sessions } = await arrive();
    const current = station.current();
    Object.assign(current, { timeZone: "Europe/Berlin" });
    const ms = (instant: string) => Date.parse(instant) - station.clock.now().getTime();
    station.clock.advance(ms("2026-10-25T01:30:02Z"));
    const words = { timestamp: "2026-10-25T02:30:00" };
    const first = await start(words);
    station.clock.advance(ms("2026-10-25T03:00:00Z"));
    expect(await start(words)).toBe(first);
    const [session, ...others] = await sessions();
    expect(new Date(session?.started_at ?? "").toISOString()).toBe("2026-10-25T01:30:00.000Z");
    expect(others).toHaveLength(0);
  });

  test("with a clock of 1970 other words are another session", async () => {
    const { start, sessions } = await arrive();
    await start({ timestamp: "1970-01-01T00:00:00Z" });
    await start({ timestamp: "1970-01-01T00:00:00+00:00" });
    expect(await sessions()).toHaveLength(2);
  });

  test("without a clock it is a new session once the first was stopped, and the same while only we closed it", async () => {
    const { station, start, stop, sessions } = await arrive();
    const words = { timestamp: "1970-01-01T00:00:00Z" };
    const first = await start(words);
    const [row] = await sessions();
    const key = { tenantId: station.tenantId, id: row?.id ?? "", startedAt: new Date(row?.started_at ?? "") };
    expect(await abandonSession(station.deps, key, "connectorFree")).toBe(true);
    expect(await start(words)).toBe(first);
    await stop(first);
    expect(await start(words)).not.toBe(first);
    expect(await sessions()).toHaveLength(2);
  });
});

describe("starts that were refused", () => {
  const refused = (minutes: number, fields: object = {}) => ({
    ...{ idTag: "BLOCKED", connectorId: 1, meterStart: 20_000 },
    ...{ timestamp: new Date(Date.UTC(2026, 0, 1, 0, minutes)).toISOString(), ...fields },
  });

  test("are open no more once another begins at the connector, whatever its time", async () => {
    const { station, start } = await arrive();
    const open = () => [...station.current().transactions.keys()];
    const first = await start({ connectorId: 2 });
    await start(refused(1));
    const last = await start(refused(0));
    expect(open()).toEqual([first, last]);
    await station.reconnect();
    const accepted = await start();
    expect(open()).not.toContain(last);
    const other = await start(refused(2));
    expect(open().slice(-2)).toEqual([accepted, other]);
    // Numbers that no connector has are one place.
    for (const connectorId of [300, -1, 70_000]) await start(refused(3, { connectorId }));
    expect(open()).toHaveLength(4);
  });

  test("are found by a reading and a stop that names them, also then", async () => {
    const { station, at, start, stop, measure, sessions } = await arrive();
    const first = await start(refused(0));
    const [row] = await sessions();
    const startedAt = new Date(row?.started_at ?? "");
    await start();
    await abandonSession(station.deps, { tenantId: station.tenantId, id: row?.id ?? "", startedAt }, "newStart");
    await measure(21_000, -5, { transactionId: first });
    await stop(first, { meterStop: 25_000, timestamp: at(-2) });
    await station.settle();
    expect((await sessions())[0]).toMatchObject({ state: "ended", energy_mwh: 5_000_000n });
    expect((await sessions())[1]).toMatchObject({ state: "active" });
  });
});

describe("a session of a station that does not come back", () => {
  test("is closed after a day, and one that is heard is not; a stop that comes all the same counts", async () => {
    const lost = await arrive();
    const heard = await arrive();
    const transactionId = await lost.start();
    await lost.measure(25_000, -5, { transactionId });
    await heard.start();
    const states = async () => [(await lost.sessions())[0]?.state, (await heard.sessions())[0]?.state];
    const day = { afterMs: 24 * 3_600_000 };
    expect(await abandonLost(lost.station.deps, day)).toBe(0);
    lost.station.clock.advance(25 * 3_600_000);
    heard.station.clock.advance(25 * 3_600_000);
    const now = heard.station.clock.now().toISOString();
    await database.owner.sql`
      update charge_point set last_seen_at = ${now}, is_online = true where id = ${heard.station.chargePointId}`;
    await database.owner.sql`
      update charge_point set is_online = false where id = ${lost.station.chargePointId}`;
    await abandonLost(lost.station.deps, day);
    expect(await states()).toEqual(["ended", "active"]);
    await lost.station.settle();
    expect((await lost.sessions())[0]).toMatchObject({ energy_mwh: 5_000_000n });
    await lost.stop(transactionId);
    await lost.station.settle();
    expect((await lost.sessions())[0]).toMatchObject({ energy_mwh: 22_000_000n, suspect: [] });
  });

  test("is closed too where its node died, but not while nobody is heard; the station is offline then", async () => {
    const lost = await arrive();
    const heard = await arrive();
    await lost.start();
    await lost.measure(25_000, -5);
    await heard.start();
    const { chargePointId, deps, clock, tenantId } = lost.station;
    const { sql } = database.owner;
    const lastSeenAt = clock.now();
    // Later than all that other tests have heard.
    clock.advance(400 * 24 * 3_600_000);
    await sql`
      update charge_point set connection_node = 'gone', is_online = true, last_seen_at = ${lastSeenAt.toISOString()}
      where id in ${sql([chargePointId, heard.station.chargePointId])}`;
    const day = { afterMs: 24 * 3_600_000 };
    const states = async () => [(await lost.sessions())[0]?.state, (await heard.sessions())[0]?.state];
    await abandonLost(deps, day);
    expect(await states()).toEqual(["active", "active"]);
    const now = clock.now().toISOString();
    await sql`update charge_point set last_seen_at = ${now} where id = ${heard.station.chargePointId}`;
    await abandonLost(deps, day);
    expect(await states()).toEqual(["ended", "active"]);
    const points = await sql`
      select is_online, connection_node from charge_point
      where id in ${sql([chargePointId, heard.station.chargePointId])} order by is_online`;
    expect(points).toEqual([
      { is_online: false, connection_node: null },
      { is_online: true, connection_node: "gone" },
    ]);
    expect(lost.station.events.published).toContainEqual({
      ...{ type: "connectionChanged", tenantId, siteId: null, chargePointId },
      ...{ isOnline: false, at: lastSeenAt.toISOString(), reason: null },
    });
  });

  test("has its time to come back from when we are back ourselves", async () => {
    const { station, start, sessions } = await arrive();
    await start();
    station.clock.advance(48 * 3_600_000);
    await markNodeOffline(station.deps, "test");
    const day = { afterMs: 24 * 3_600_000 };
    await abandonLost(station.deps, day);
    expect(await sessions()).toMatchObject([{ state: "active" }]);
    station.clock.advance(24 * 3_600_000 + 1);
    await abandonLost(station.deps, day);
    expect(await sessions()).toMatchObject([{ state: "ended" }]);
  });

  test("is closed with the charge point that is retired", async () => {
    const { station, start, sessions } = await arrive();
    await start();
    await retireChargePoint(contextOf(station.deps, station.tenantId), { chargePoint: station.chargePointId });
    expect((await sessions())[0]).toMatchObject({ state: "ended" });
  });
});

test("stops that ended nothing for certain are listed, newest first, the card masked from who may not see it", async () => {
  const { station, at, stop } = await arrive();
  const other = await arrive();
  await other.stop(7);
  for (const id of [1_000_001, 1_000_002, 1_000_003]) {
    await stop(id, { idTag: "SECRET-CARD-99", vendorNote: "SECRET-CARD-99" });
    station.clock.advance(60_000);
  }
  const list = (query: object, ctx = contextOf(station.deps, station.tenantId)) =>
    listUnmatchedStops(ctx, ListUnmatchedStopsInput.parse(query));
  const first = await list({ limit: 2 });
  const rest = await list({ limit: 2, cursor: first.nextCursor });
  const ids = [...first.items, ...rest.items].map(({ transactionId }) => transactionId);
  expect(ids).toEqual([1_000_003, 1_000_002, 1_000_001]);
  expect(rest.nextCursor).toBeNull();
  expect(first.items[0]).toMatchObject({
    chargePointId: station.chargePointId,
    reason: "unknownTransaction",
    payload: { transactionId: 1_000_003, meterStop: 42_000, idTag: "SECRET-CARD-99" },
  });
  expect((await list({ from: at(-2), to: at(-1) })).items.map(({ transactionId }) => transactionId)).toEqual([
    1_000_002,
  ]);
  expect((await list({ chargePoint: station.chargePointId })).items).toHaveLength(3);
  await expect(list({ chargePoint: other.station.chargePointId })).rejects.toMatchObject({ code: "notFound" });
  const seen = await list({}, contextOf(station.deps, station.tenantId, userActor("viewer")));
  expect(JSON.stringify(seen)).not.toContain("SECRET");
  expect(seen.items[0]?.payload).toMatchObject({ meterStop: 42_000, idTag: "••••99" });
});
