import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { CARD } from "./server.ts";
import { attack, setStage } from "./stage.ts";

const stage = setStage();
const secondsAgo = (seconds: number): string => new Date(Date.now() - seconds * 1_000).toISOString();

type SessionRow = {
  state: string;
  end_cause: string | null;
  start_raw_at: string;
  start_wh: number;
  stop_wh: number | null;
  energy_wh: number;
  suspect: string[];
  arrived_within_s: number;
};

/** A station with what it says and what is kept of it. */
async function arrive() {
  const talk = await stage.attacker();
  const { chargePointId } = talk.station;
  const { sql } = stage.database.owner;
  let count = 0;
  const say = (action: string, payload: object) => talk.result(`f${count++}`, action, payload);
  const sessions = () => sql<SessionRow[]>`
    select state, end_cause, start_raw_at, (start_energy_mwh / 1000)::float8 as start_wh,
           (stop_energy_mwh / 1000)::float8 as stop_wh, (energy_mwh / 1000)::float8 as energy_wh, suspect,
           abs(extract(epoch from started_at - start_received_at))::float8 as arrived_within_s
    from session where charge_point_id = ${chargePointId} order by transaction_id`;
  return {
    talk,
    say,
    start: async (fields: object = {}): Promise<number> => {
      const words = { connectorId: 1, idTag: CARD, meterStart: 1_000, timestamp: secondsAgo(60), ...fields };
      return (await say("StartTransaction", words)).transactionId as number;
    },
    stop: (transactionId: number, fields: object = {}) =>
      say("StopTransaction", { transactionId, meterStop: 2_000, timestamp: secondsAgo(1), ...fields }),
    measure: (transactionId: number, values: readonly unknown[], timestamp = secondsAgo(30)) =>
      say("MeterValues", {
        connectorId: 1,
        transactionId,
        meterValue: values.map((value) => ({ timestamp, sampledValue: [{ value }] })),
      }),
    sessions,
    /** The sessions, once the ended ones have been settled. */
    settled: async (): Promise<SessionRow[]> => {
      for (let attempt = 0; attempt < 200; attempt++) {
        const [due] = await sql`select from session where charge_point_id = ${chargePointId} and settled_at is null
          and state = 'ended' limit 1`;
        if (!due) break;
        await sleep(50);
      }
      return sessions();
    },
    readings: () => sql<{ raw_at: string; wh: number | null; flags: string[] | null; in_session: boolean }[]>`
      select raw_at, (energy_mwh / 1000)::float8 as wh, flags, subject_id <> charge_point_id as in_session
      from meter_value where charge_point_id = ${chargePointId} order by received_at, energy_mwh nulls first`,
    orphans: () => sql<{ transaction_id: string; reason: string }[]>`
      select transaction_id::text, reason from unmatched_stop where charge_point_id = ${chargePointId}
      order by unmatched_stop.transaction_id`,
  };
}

attack(stage, "what is said twice, late, or of another's session", () => {
  test("a start said again under other message ids is the same session; other words are another", async () => {
    const { start, sessions } = await arrive();
    const timestamp = secondsAgo(60);
    const first = await start({ timestamp });
    for (let count = 0; count < 5; count++) expect(await start({ timestamp })).toBe(first);
    expect(await start({ timestamp, idTag: CARD.toLowerCase() })).toBe(first);
    expect(await start({ timestamp, meterStart: 1_001 })).not.toBe(first);
    expect(await start({ timestamp, connectorId: 2 })).not.toBe(first);
    expect(await sessions()).toHaveLength(3);
  });

  test("a stop said twice ends once; other words for it are kept apart", async () => {
    const { start, stop, sessions, orphans } = await arrive();
    const transactionId = await start();
    const timestamp = secondsAgo(1);
    for (let count = 0; count < 3; count++) expect(await stop(transactionId, { timestamp })).toEqual({});
    expect(await orphans()).toEqual([]);
    expect(await stop(transactionId, { timestamp, meterStop: 9_000 })).toEqual({});
    expect(await orphans()).toEqual([{ transaction_id: String(transactionId), reason: "alreadyStopped" }]);
    expect(await sessions()).toMatchObject([{ state: "ended", end_cause: "stopped", stop_wh: 2_000 }]);
  });

  test("ids that mean nothing: the stop is answered and kept", async () => {
    const { stop, orphans, sessions } = await arrive();
    const ids = [0, -1, -(2 ** 31), 2 ** 31 - 1, 2 ** 31, 2 ** 53 - 1];
    for (const id of ids) {
      expect(await stop(id, { idTag: CARD })).toEqual({ idTagInfo: { status: "Accepted" } });
    }
    const kept = (await orphans()).map(({ transaction_id, reason }) => [Number(transaction_id), reason]);
    expect(kept).toEqual(ids.toSorted((a, b) => a - b).map((id) => [id, "unknownTransaction"]));
    expect(await sessions()).toEqual([]);
  });

  test.each([0, -1])("a stop with id %i ends the only session of that card, marked as doubtful", async (id) => {
    const { start, stop, sessions } = await arrive();
    await start();
    await stop(id, { idTag: CARD.toLowerCase() });
    expect(await sessions()).toMatchObject([{ state: "ended", suspect: expect.arrayContaining(["stopWithoutId"]) }]);
  });

  test("of two sessions of one card a stop without id ends none", async () => {
    const { start, stop, sessions, orphans } = await arrive();
    await start();
    await start({ connectorId: 2 });
    await stop(-1, { idTag: CARD });
    expect((await sessions()).map(({ state }) => state)).toEqual(["active", "active"]);
    expect(await orphans()).toHaveLength(1);
  });

  test("another station's transaction can be neither stopped nor measured", async () => {
    const [victim, thief] = [await arrive(), await arrive()];
    const transactionId = await victim.start();
    await thief.stop(transactionId);
    await thief.measure(transactionId, ["999999"]);
    expect(await victim.sessions()).toMatchObject([{ state: "active" }]);
    expect(await victim.readings()).toEqual([]);
    expect(await thief.orphans()).toEqual([{ transaction_id: String(transactionId), reason: "unknownTransaction" }]);
    expect(await thief.readings()).toMatchObject([{ wh: 999_999, flags: ["unknownTransaction"], in_session: false }]);
  });

  test("meter values after the stop are kept with the session, and open nothing", async () => {
    const { start, stop, measure, settled, readings } = await arrive();
    const transactionId = await start();
    await stop(transactionId);
    await measure(transactionId, ["1500"]);
    expect(await readings()).toMatchObject([{ wh: 1_500, flags: ["afterStop"], in_session: true }]);
    expect(await settled()).toMatchObject([{ state: "ended", energy_wh: 1_000 }]);
  });

  test.each([0, -1, 2 ** 31, 2 ** 53 - 1])("meter values of transaction %i are kept with the station", async (id) => {
    const { measure, readings } = await arrive();
    await measure(id, ["5"]);
    await measure(id, ["5"]);
    const rows = await readings();
    expect(rows.every(({ in_session, wh }) => !in_session && wh === 5)).toBe(true);
    expect(new Set(rows.map(({ raw_at }) => raw_at)).size).toBe(rows.length);
  });

  test("a refused start gets an id of its own, and the session that runs goes on", async () => {
    const { start, say, sessions } = await arrive();
    const running = await start();
    const words = { connectorId: 1, idTag: "STRANGER", meterStart: 5, timestamp: secondsAgo(2) };
    const refused = await say("StartTransaction", words);
    expect(refused.idTagInfo).toEqual({ status: "Invalid" });
    expect(refused.transactionId).toBeGreaterThan(running);
    expect(await sessions()).toMatchObject([
      { state: "active" },
      { state: "active", suspect: expect.arrayContaining(["idToken:unknown"]) },
    ]);
  });

  test("a status before its start makes no session", async () => {
    const { say, sessions } = await arrive();
    for (const status of ["Preparing", "Charging", "Finishing", "Available"]) {
      await say("StatusNotification", { connectorId: 1, status, errorCode: "NoError" });
    }
    expect(await sessions()).toEqual([]);
  });
});

attack(stage, "clocks", () => {
  test.each([
    ["1970-01-01T00:00:07Z", "start:clock1970"],
    ["2100-01-01T00:00:00Z", "start:clockFuture"],
    ["2015-06-01T00:00:00Z", "start:clockImplausible"],
    ["0000-00-00T00:00:00Z", "start:unparsable"],
    ["9999-12-31T23:59:59.999999999Z", "start:clockFuture"],
    ["2026-02-30T00:00:00Z", "start:unparsable"],
    ["yesterday", "start:unparsable"],
    ["", "start:unparsable"],
    [1_700_000_000, "start:unparsable"],
  ] as const)("a start at %j is taken as of its arrival, its own words beside it", async (timestamp, flag) => {
    const { start, sessions } = await arrive();
    await start({ timestamp });
    const [row, ...more] = await sessions();
    expect(more).toEqual([]);
    expect(row?.start_raw_at).toBe(String(timestamp));
    expect(row?.arrived_within_s).toBe(0);
    expect(row?.suspect).toContain(flag);
  });

  test("no zone is the site's zone", async () => {
    const { start, sessions } = await arrive();
    const local = secondsAgo(60).slice(0, 19);
    await start({ timestamp: local });
    const [row] = await sessions();
    expect(row?.suspect).toContain("start:noZone");
    expect(row?.arrived_within_s).toBeGreaterThan(50);
    expect(row?.arrived_within_s).toBeLessThan(180);
  });

  test("the same words of a station without a clock are a new session once the first has ended", async () => {
    const { start, stop, sessions } = await arrive();
    const timestamp = "1970-01-01T00:00:00Z";
    const first = await start({ timestamp });
    expect(await start({ timestamp })).toBe(first);
    await stop(first);
    expect(await start({ timestamp })).not.toBe(first);
    expect((await sessions()).map(({ state }) => state)).toEqual(["ended", "active"]);
  });
});

attack(stage, "registers", () => {
  test.each([
    ["a register that falls counts on from where it fell to", 1_000, ["1500", "100", "300"], 400, 800],
    ["a stop below the start charges nothing", 1_000, [], 400, 0],
    ["a stop at -1", 1_000, ["1200"], -1, 200],
    ["a negative start", -5, ["0", "10"], 20, 20],
    ["registers below zero, and no numbers, are left out", 1_000, ["-5", "-1e3", "x", "", "1e999", "NaN"], 1_100, 100],
    ["numbers in place of texts", 1_000, [1_100.5, 1_200], 1_300, 300],
    ["a register beyond all that is plausible", 1_000, ["1e30", "99999999999999999999999"], 1_100, 100],
  ] as const)("%s", async (_, meterStart, values, meterStop, energyWh) => {
    const { start, stop, measure, settled, readings } = await arrive();
    const transactionId = await start({ meterStart, timestamp: secondsAgo(600) });
    for (const [index, value] of values.entries()) await measure(transactionId, [value], secondsAgo(500 - index));
    await stop(transactionId, { meterStop });
    expect(await readings()).toHaveLength(values.length);
    expect(await settled()).toMatchObject([{ state: "ended", stop_wh: meterStop, energy_wh: energyWh }]);
  });

  test.each([
    ["[]", []],
    ["one without samples", [{ timestamp: secondsAgo(9), sampledValue: [] }]],
    ["nothing at all", [{}, {}]],
  ])("transactionData: %s ends the session like none", async (_, transactionData) => {
    const { start, stop, settled } = await arrive();
    await stop(await start(), { transactionData });
    expect(await settled()).toMatchObject([{ state: "ended", end_cause: "stopped", energy_wh: 1_000 }]);
  });

  test("transactionData with 400 samples, 80 KB, is kept whole", async () => {
    const { start, stop, settled, readings } = await arrive();
    const transactionId = await start({ timestamp: secondsAgo(1_000) });
    const transactionData = Array.from({ length: 400 }, (_, index) => ({
      timestamp: secondsAgo(900 - index),
      sampledValue: [
        { value: String(1_000 + index), context: "Sample.Periodic", measurand: "Energy.Active.Import.Register" },
        { value: "7200", measurand: "Power.Active.Import", unit: "W" },
        { value: "50.01", measurand: "Frequency", unit: "Hz" },
      ],
    }));
    await stop(transactionId, { transactionData });
    const rows = await readings();
    expect(rows.map(({ wh }) => wh)).toEqual(transactionData.map((_, index) => 1_000 + index));
    expect(await settled()).toMatchObject([{ energy_wh: 1_000 }]);
  });

  test("one bad sample does not cost the others, and the broken JSON of real firmware is mended", async () => {
    const { talk, start, readings } = await arrive();
    const transactionId = await start();
    const timestamp = secondsAgo(30);
    const frame = (id: string, payload: string) => `[2,"${id}","MeterValues",{"connectorId":1,${payload}}]`;
    const mixed = JSON.stringify([{ value: {} }, { value: "1100", unit: "Wh" }, { value: "50", unit: "Hertz" }, 7]);
    const meterValue = `"meterValue":[{"timestamp":"${timestamp}","sampledValue"`;
    expect(await talk.exchange(frame("a", `"transactionId":${transactionId},${meterValue}:${mixed}}]`))).toEqual([
      [3, "a", {}],
    ]);
    expect(
      await talk.exchange(frame("b", `"transactionId":${transactionId},${meterValue}:[,{"value":"1200"}]}]`)),
    ).toEqual([[3, "b", {}]]);
    expect(await talk.exchange(frame("c", `"transactionId":,${meterValue}:[{"value":"7"}]}]`))).toEqual([[3, "c", {}]]);
    expect((await readings()).map(({ wh, in_session }) => [wh, in_session])).toEqual([
      [1_100, true],
      [1_200, true],
      [7, false],
    ]);
    const log = new Map((await stage.log(talk.station)).map(({ message_id, quirks }) => [message_id, quirks ?? []]));
    expect(log.get("b")).toContain("repairedJson");
    expect(log.get("c")).toContain("repairedJson");
  });

  test("words beyond the standard are kept whole", async () => {
    const { talk, say } = await arrive();
    const { chargePointId } = talk.station;
    const chargePointSerialNumber = "S".repeat(34);
    await say("BootNotification", {
      chargePointVendor: "V".repeat(30),
      chargePointModel: "M",
      chargePointSerialNumber,
    });
    await say("StatusNotification", { connectorId: 1, status: "Weird", errorCode: "Error", info: "i".repeat(200) });
    const { sql } = stage.database.owner;
    expect(await sql`select vendor, serial_number from charge_point where id = ${chargePointId}`).toEqual([
      { vendor: "V".repeat(30), serial_number: chargePointSerialNumber },
    ]);
    expect(
      await sql`select status, error_code, info from connector_status where charge_point_id = ${chargePointId}`,
    ).toEqual([{ status: "Weird", error_code: "Error", info: "i".repeat(200) }]);
  });

  test.each([
    ["nothing", 300_000, () => "{}", 0],
    ["always the same", 30_000, () => '{"sampledValue":[{"value":"7"}]}', 1],
    ["many readings", 5_000, (index: number) => `{"timestamp":"x${index}","sampledValue":[{"value":"1"}]}`, 5_000],
  ] as const)("a frame full of meter values that say %s holds up nobody", async (_, count, say, rows) => {
    const { talk, start, readings } = await arrive();
    const transactionId = await start();
    const before = stage.server.rssMib;
    for (let round = 0; round < 3; round++) {
      const values = Array.from({ length: count }, (_, index) => say(index)).join(",");
      const words = `"connectorId":1,"transactionId":${transactionId},"meterValue":[${values}]`;
      expect(await talk.exchange(`[2,"e${round}","MeterValues",{${words}}]`)).toEqual([[3, `e${round}`, {}]]);
    }
    expect(await readings()).toHaveLength(rows);
    expect(stage.server.rssMib - before).toBeLessThan(200);
  });
});
