import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ListMessagesInput, listMessages } from "../../../services/charge-point/list-messages.ts";
import { abandonSession } from "../../../services/charging/abandon-session.ts";
import { SendCommandInput, sendCommand } from "../../../services/command/send.ts";
import type { Entry } from "../../../services/recording/facts.ts";
import { judgeFailure } from "../../../services/recording/judge-failure.ts";
import { createRecorder } from "../../../services/recording/recorder.ts";
import { createWriteBatch } from "../../../services/recording/write-batch.ts";
import { contextOf } from "../../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../../testing/database.ts";
import { type ServedStation, serveStation } from "../../../testing/served-station.ts";
import { createDesk } from "./create-desk.ts";
import { serveCall } from "./serve-call.ts";

let database: TestDatabase;
const stations: ServedStation[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await Promise.all(stations.map((station) => station.close()));
  await database.close();
});

const open = async () => {
  const station = await serveStation(database, serveCall);
  stations.push(station);
  return station;
};

type SessionRow = {
  id: string;
  state: string;
  end_cause: string | null;
  transaction_id: number;
  energy_mwh: bigint;
  net_minor: bigint;
  gross_minor: bigint;
  suspect: string[];
  started_at: string;
  stop_reason: string | null;
};
const sessionsOf = (station: ServedStation) =>
  database.owner.sql<SessionRow[]>`
    select * from session where charge_point_id = ${station.chargePointId} order by transaction_id`;
const countOf = async (station: ServedStation, table: string) => {
  const [row] = await database.owner.sql<{ count: bigint }[]>`
    select count(*) from ${database.owner.sql(table)} where charge_point_id = ${station.chargePointId}`;
  return Number(row?.count);
};

const at = (station: ServedStation, minutes = 0) =>
  new Date(station.clock.now().getTime() + minutes * 60_000).toISOString();
const start = (station: ServedStation, changes: object = {}) => ({
  connectorId: 1,
  idTag: "GOOD",
  meterStart: 1000,
  timestamp: at(station),
  ...changes,
});
const stop = (station: ServedStation, transactionId: unknown, changes: object = {}) => ({
  transactionId,
  meterStop: 11_000,
  timestamp: at(station),
  ...changes,
});
const energy = (value: string, unit = "Wh") => ({ value, measurand: "Energy.Active.Import.Register", unit });
const sample = (station: ServedStation, wh: number, more: object = {}) => ({
  timestamp: at(station),
  sampledValue: [energy(String(wh))],
  ...more,
});

describe("a session over OCPP 1.6", () => {
  test("start, samples and stop come to energy, price and periods, to the cent", async () => {
    const station = await open();
    const { transactionId } = await station.result("StartTransaction", start(station));
    for (const wh of [4000, 8000]) {
      station.clock.advance(600_000);
      await station.result("MeterValues", { connectorId: 1, transactionId, meterValue: [sample(station, wh)] });
    }
    station.clock.advance(600_000);
    expect(await station.result("StopTransaction", stop(station, transactionId, { idTag: "good" }))).toEqual({
      idTagInfo: { status: "Accepted", parentIdTag: "GROUP" },
    });
    await station.settle();
    const [session] = await sessionsOf(station);
    // 10 kWh at 0.39 EUR, 19 % VAT.
    expect(session).toMatchObject({ state: "ended", energy_mwh: 10_000_000n, net_minor: 390n, gross_minor: 464n });
    expect(session?.suspect).toEqual([]);
    const periods = await database.owner
      .sql`select energy_mwh from charging_period where session_id = ${session?.id ?? ""}`;
    expect(periods).toHaveLength(3);
    const facts = await database.owner.sql`select payload from outbox where subject_id = ${session?.id ?? ""}`;
    expect(facts).toHaveLength(1);
  });

  test("kWh, Wh and missing units are understood (7.43: the default is Wh)", async () => {
    const station = await open();
    const { transactionId } = await station.result("StartTransaction", start(station, { meterStart: 0 }));
    const samples = [[energy("1.5", "kWh")], [energy("2500")], [{ value: "4000" }]];
    for (const sampledValue of samples) {
      station.clock.advance(600_000);
      const meterValue = [{ timestamp: at(station), sampledValue }];
      await station.result("MeterValues", { connectorId: 1, transactionId, meterValue });
    }
    await station.result("StopTransaction", stop(station, transactionId, { meterStop: 4000 }));
    await station.settle();
    expect((await sessionsOf(station))[0]).toMatchObject({ energy_mwh: 4_000_000n, suspect: [] });
  });

  test("a meter that starts anew in the middle loses nothing and is never negative", async () => {
    const station = await open();
    const { transactionId } = await station.result("StartTransaction", start(station));
    for (const wh of [3000, 0, 2000]) {
      station.clock.advance(600_000);
      await station.result("MeterValues", { connectorId: 1, transactionId, meterValue: [sample(station, wh)] });
    }
    await station.result("StopTransaction", stop(station, transactionId, { meterStop: 2500 }));
    await station.settle();
    const [session] = await sessionsOf(station);
    expect(session).toMatchObject({ energy_mwh: 4_500_000n });
    expect(session?.suspect).toContain("energy:registerFell");
  });
});

test("what was odd about a frame and its payload stands in the message log, also of a CALL that is refused", async () => {
  const station = await open();
  const status = { connectorId: "1", errorCode: "NoError", status: "Available" };
  await station.call("StatusNotification", status, undefined, ["repairedJson"]);
  await station.call("StatusNotification", {}, undefined, ["idTooLong"]);
  const rows = await database.owner.sql`
    select quirks from ocpp_message where charge_point_id = ${station.chargePointId} order by at, id`;
  expect(rows.map(({ quirks }) => quirks)).toEqual([["repairedJson", "textForNumber connectorId"], ["idTooLong"]]);
});

describe("said twice, counted once", () => {
  test("a repeated start is the same session with the same transaction id, even at the same moment", async () => {
    const station = await open();
    const request = start(station);
    const answers = await Promise.all([
      station.result("StartTransaction", request),
      station.result("StartTransaction", request),
    ]);
    answers.push(await station.result("StartTransaction", { ...request, idTag: "good" }));
    await station.reconnect();
    answers.push(await station.result("StartTransaction", request));
    expect(new Set(answers.map(({ transactionId }) => transactionId)).size).toBe(1);
    expect(await sessionsOf(station)).toHaveLength(1);
  });

  test("a start and a stop whose commits were not confirmed are told of once, and settled at once", async () => {
    const station = await open();
    const write = createWriteBatch(station.working.keyedSql, station.clock);
    const attempts: Entry["fact"]["kind"][] = [];
    const recorder = createRecorder({
      judge: judgeFailure,
      log: station.deps.log,
      write: async (entries) => {
        const outcomes = await write(entries);
        attempts.push(...entries.map(({ fact }) => fact.kind));
        if (attempts.length % 2 === 1) throw Object.assign(new Error("lost"), { code: "CONNECTION_CLOSED" });
        return outcomes;
      },
    });
    const settled: string[] = [];
    const settlements = { ...station.deps.settlements, enqueue: ({ id }: { id: string }) => void settled.push(id) };
    const say = (action: string, payload: object) => {
      const call = { messageId: action, action, payload, receivedAt: station.clock.now(), quirks: [] };
      return serveCall({ ...station.deps, recorder, settlements }, station.current(), call);
    };
    const told = () =>
      station.events.published.flatMap((event) =>
        event.type === "sessionChanged" && event.cause === "started" ? [event.session.id] : [],
      );
    const request = start(station);
    await say("StartTransaction", request);
    await expect.poll(told).toHaveLength(1);
    await say("StartTransaction", request);
    const [session] = await sessionsOf(station);
    await say("StopTransaction", stop(station, session?.transaction_id));
    expect(attempts.join()).toBe("start,start,start,start,stop,stop");
    expect(told()).toEqual([session?.id]);
    expect(settled).toEqual([session?.id]);
  });

  test("a start repeated after its stop does not start again", async () => {
    const station = await open();
    const request = start(station);
    const { transactionId } = await station.result("StartTransaction", request);
    await station.result("StopTransaction", stop(station, transactionId));
    expect(await station.result("StartTransaction", request)).toMatchObject({ transactionId });
    expect(await sessionsOf(station)).toMatchObject([{ state: "ended" }]);
  });

  test("a repeated sample is one row; samples that share an instant are two", async () => {
    const station = await open();
    const { transactionId } = await station.result("StartTransaction", start(station));
    const meterValue = [sample(station, 2000), sample(station, 2001)];
    await station.result("MeterValues", { connectorId: 1, transactionId, meterValue });
    await station.reconnect();
    await station.result("MeterValues", { connectorId: 1, transactionId, meterValue });
    expect(await countOf(station, "meter_value")).toBe(2);
  });

  test("a repeated sample without a transaction is one row, also with a clock that was never set", async () => {
    const station = await open();
    const meterValue = [{ timestamp: "1970-01-01T00:00:10Z", sampledValue: [energy("7")] }];
    await station.result("MeterValues", { connectorId: 1, meterValue });
    station.clock.advance(40 * 86_400_000);
    await station.result("MeterValues", { connectorId: 1, meterValue });
    expect(await countOf(station, "meter_value")).toBe(1);
  });

  test("a repeated stop changes nothing; another one is kept for repair", async () => {
    const station = await open();
    const { transactionId } = await station.result("StartTransaction", start(station));
    const request = stop(station, transactionId);
    await station.result("StopTransaction", request);
    await station.result("StopTransaction", request);
    expect(await countOf(station, "unmatched_stop")).toBe(0);
    await station.result("StopTransaction", { ...request, meterStop: 99_000 });
    expect(await countOf(station, "unmatched_stop")).toBe(1);
    await station.settle();
    expect(await sessionsOf(station)).toMatchObject([{ energy_mwh: 10_000_000n }]);
  });
});

describe("facts are kept even when something is wrong", () => {
  test.each([
    ["NOBODY", "Invalid", "idToken:unknown"],
    ["BLOCKED", "Blocked", "idToken:blocked"],
    ["OLD", "Expired", "idToken:expired"],
  ])("a start with the card %s is answered %s and kept as suspect", async (idTag, status, reason) => {
    const station = await open();
    const answer = await station.result("StartTransaction", start(station, { idTag }));
    expect(answer).toMatchObject({ idTagInfo: { status } });
    expect(answer.transactionId).toBeGreaterThan(0);
    expect((await sessionsOf(station))[0]?.suspect).toContain(reason);
  });

  test("a card that charges elsewhere is ConcurrentTx, unless it may", async () => {
    const station = await open();
    const { transactionId } = await station.result("StartTransaction", start(station, { idTag: "SINGLE" }));
    expect(await station.result("StartTransaction", start(station, { idTag: "single", connectorId: 2 }))).toMatchObject(
      {
        idTagInfo: { status: "ConcurrentTx" },
      },
    );
    // A start that was refused charges nothing, so it stands in no other one's way.
    await station.result("StopTransaction", stop(station, transactionId));
    const again = start(station, { idTag: "SINGLE", connectorId: 5, meterStart: 7 });
    expect(await station.result("StartTransaction", again)).toMatchObject({ idTagInfo: { status: "Accepted" } });
    for (const connectorId of [3, 4]) {
      expect(await station.result("StartTransaction", start(station, { connectorId }))).toMatchObject({
        idTagInfo: { status: "Accepted" },
      });
    }
  });

  test.each([0, -1, 4_000_000, 9_007_199_254_740_991])(
    "a stop of the unknown transaction %d is answered and kept",
    async (id) => {
      const station = await open();
      expect(await station.result("StopTransaction", stop(station, id))).toEqual({});
      expect(await countOf(station, "unmatched_stop")).toBe(1);
    },
  );

  test("an id is only valid at its own charge point", async () => {
    const [station, other] = await Promise.all([open(), open()]);
    const { transactionId } = await station.result("StartTransaction", start(station));
    await other.result("StopTransaction", stop(other, transactionId));
    expect(await sessionsOf(station)).toMatchObject([{ state: "active" }]);
    expect(await countOf(other, "unmatched_stop")).toBe(1);
  });

  test("a stop with -1 means the only open session with that card", async () => {
    const station = await open();
    await station.result("StartTransaction", start(station));
    await station.result("StopTransaction", stop(station, -1, { idTag: "GOOD" }));
    expect(await sessionsOf(station)).toMatchObject([
      // Settled or not yet.
      { state: "ended", suspect: expect.arrayContaining(["stopWithoutId"]) },
    ]);
  });

  test("samples after the stop are kept, count, and reopen nothing", async () => {
    const station = await open();
    const { transactionId } = await station.result("StartTransaction", start(station));
    const late = { timestamp: at(station, 5), sampledValue: [energy("9000")] };
    station.clock.advance(600_000);
    await station.result("StopTransaction", stop(station, transactionId));
    await station.settle();
    await station.result("MeterValues", { connectorId: 1, transactionId, meterValue: [late] });
    await station.settle();
    const [session] = await sessionsOf(station);
    expect(session).toMatchObject({ state: "ended", energy_mwh: 10_000_000n });
    const periods = await database.owner.sql`select 1 from charging_period where session_id = ${session?.id ?? ""}`;
    expect(periods).toHaveLength(2);
  });

  test("clocks of 1970 and of tomorrow start sessions now, and keep what was said", async () => {
    const station = await open();
    for (const timestamp of ["1970-01-01T00:00:00Z", at(station, 24 * 60)]) {
      await station.result("StartTransaction", start(station, { timestamp }));
    }
    const rows = await sessionsOf(station);
    for (const row of rows) expect(new Date(row.started_at)).toEqual(station.clock.now());
    expect(rows.map(({ suspect }) => suspect)).toEqual([["start:clock1970"], ["start:clockFuture"]]);
  });

  test("a station without a clock may say the same words for a new session once the first has stopped", async () => {
    const station = await open();
    const request = start(station, { timestamp: "1970-01-01T00:00:05Z" });
    const first = await station.result("StartTransaction", request);
    expect(await station.result("StartTransaction", request)).toEqual(first);
    await station.result("StopTransaction", stop(station, first.transactionId));
    const second = await station.result("StartTransaction", request);
    expect(second.transactionId).not.toBe(first.transactionId);
    expect(await station.result("StartTransaction", request)).toEqual(second);
    expect(await sessionsOf(station)).toHaveLength(2);
  });

  test("a stop below the start is never a negative bill", async () => {
    const station = await open();
    const { transactionId } = await station.result("StartTransaction", start(station));
    await station.result("StopTransaction", stop(station, transactionId, { meterStop: 500 }));
    await station.settle();
    expect(await sessionsOf(station)).toMatchObject([{ energy_mwh: 0n, net_minor: 0n }]);
  });
});

describe("connections and frames", () => {
  test("what an older connection still says is refused and leaves nothing", async () => {
    const station = await open();
    const old = await station.reconnect();
    await expect(station.call("StartTransaction", start(station), old)).rejects.toMatchObject({ code: "superseded" });
    expect(await sessionsOf(station)).toHaveLength(0);
    expect(await countOf(station, "ocpp_message")).toBe(0);
  });

  test("after a restart open transactions go on", async () => {
    const station = await open();
    const { transactionId } = await station.result("StartTransaction", start(station));
    await station.reconnect();
    await station.result("StopTransaction", stop(station, transactionId));
    expect(await sessionsOf(station)).toMatchObject([{ state: "ended", end_cause: "stopped" }]);
  });

  test("statuses make connectors, and the newest one stands", async () => {
    const station = await open();
    for (const [connectorId, status] of [
      [0, "Available"],
      [1, "Preparing"],
      [1, "Charging"],
      [2, "Available"],
    ]) {
      await station.result("StatusNotification", { connectorId, status, errorCode: "NoError" });
    }
    const rows = await database.owner.sql<{ number: number; status: string }[]>`
      select number, status from connector where charge_point_id = ${station.chargePointId} order by number`;
    expect(rows.map(({ number, status }) => [number, status])).toEqual([
      [1, "Charging"],
      [2, "Available"],
    ]);
    expect(await countOf(station, "connector_status")).toBe(4);
  });

  test("errors are the protocol's own, and logged", async () => {
    const station = await open();
    const codes: unknown[] = [];
    for (const [action, payload] of [
      ["Nonsense", {}],
      ["ReserveNow", {}],
      ["StartTransaction", { ...start(station), idTag: {} }],
      ["StartTransaction", []],
      ["Authorize", { idTag: "x".repeat(1_001) }],
    ] as const) {
      const answer = await station.call(action, payload);
      codes.push(answer.kind === "error" ? answer.code : answer.payload);
    }
    expect(codes).toEqual([
      "NotImplemented",
      "NotSupported",
      "TypeConstraintViolation",
      "FormationViolation",
      "PropertyConstraintViolation",
    ]);
    expect(await countOf(station, "ocpp_message")).toBe(codes.length);
  });

  test("text that PostgreSQL cannot hold does not cost the message", async () => {
    const station = await open();
    const vendor = 'A\u0000"\\{},\uD800';
    expect(
      await station.result("BootNotification", { chargePointVendor: vendor, chargePointModel: "M" }),
    ).toMatchObject({
      status: "Accepted",
    });
    const { transactionId } = await station.result("StartTransaction", start(station, { timestamp: "\u0000" }));
    await station.result("StopTransaction", stop(station, transactionId, { reason: "\u0000" }));
    expect(await sessionsOf(station)).toMatchObject([{ state: "ended" }]);
  });

  test("numbers beyond every column do not cost the message", async () => {
    const station = await open();
    const { transactionId } = await station.result("StartTransaction", start(station, { reservationId: 2 ** 40 }));
    const sampledValue = [energy("9".repeat(40), "kWh")];
    const meterValue = [{ timestamp: at(station), sampledValue }];
    await station.result("MeterValues", { connectorId: 1, transactionId, meterValue });
    await station.result("StopTransaction", stop(station, transactionId, { meterStop: Number.MAX_SAFE_INTEGER }));
    await station.settle();
    const [session] = await sessionsOf(station);
    expect(session).toMatchObject({ state: "ended", energy_mwh: 0n, gross_minor: 0n });
    expect(session?.suspect).toContain("energy:stopMissing");
  });

  test("a register that rises and falls a thousandfold is settled, cut and marked", async () => {
    const station = await open();
    const { transactionId } = await station.result("StartTransaction", start(station));
    station.clock.advance(3_600_000);
    const meterValue = Array.from({ length: 200 }, (_, index) => ({
      timestamp: at(station, index / 60 - 60),
      sampledValue: [energy(index % 2 === 0 ? "0" : "999999999999")],
    }));
    await station.result("MeterValues", { connectorId: 1, transactionId, meterValue });
    await station.result("StopTransaction", stop(station, transactionId));
    await station.settle();
    const [session] = await sessionsOf(station);
    expect(session?.suspect).toContain("energy:capped");
    expect(session?.energy_mwh).toBe(10n ** 13n);
  });

  /** A desk whose look-ups of tariffs fail. */
  const deskWith = (station: ServedStation, findTariff: ServedStation["deps"]["lookups"]["findTariff"]) =>
    createDesk(
      { ...station.deps, lookups: { ...station.deps.lookups, findTariff } },
      { nodeId: "test", seen: { seen: () => {} } as never },
    );
  const startCall = (station: ServedStation) => ({
    ...{ messageId: "s", action: "StartTransaction", payload: start(station) },
    ...{ receivedAt: station.clock.now(), quirks: [] },
  });
  const failure = (code: string) => Object.assign(new Error(code), { code });

  test.each(["ENOTFOUND", "28P01", "57014", "42P01", "XX001"])(
    "a start is answered once it is kept, however the database was away: %s",
    async (code) => {
      const station = await open();
      let isAway = true;
      const desk = deskWith(station, async (request) => {
        if (!isAway) return station.deps.lookups.findTariff(request);
        isAway = false;
        throw failure(code);
      });
      expect(await desk.handle(station.current(), startCall(station))).toMatchObject({ kind: "result" });
      expect(await sessionsOf(station)).toHaveLength(1);
    },
  );

  test("a call that cannot be served ends unanswered with its connection", async () => {
    const station = await open();
    const desk = deskWith(station, () => Promise.reject(failure("42P01")));
    const served = expect(desk.handle(station.current(), startCall(station))).rejects.toMatchObject({ code: "42P01" });
    await desk.close(station.current(), "silent");
    await served;
  });

  test("a heartbeat needs no database", async () => {
    const station = await open();
    const stuck = {
      ...station.deps,
      recorder: { ...station.deps.recorder, record: () => new Promise<never>(() => {}) },
    };
    const [connection] = [await station.reconnect()];
    const call = { messageId: "h", action: "Heartbeat", payload: {}, receivedAt: station.clock.now(), quirks: [] };
    expect(await serveCall(stuck, connection, call)).toMatchObject({ kind: "result" });
  });
});

test("the actor hears that a command leaves, and whether it was accepted, whatever the database does meanwhile", async () => {
  const station = await open();
  const ctx = contextOf(station.deps, station.tenantId);
  const send = async (action: string, request: Record<string, unknown>) => {
    const order = SendCommandInput.parse({ chargePoint: station.chargePointId, action, request });
    const { commandId } = await sendCommand(ctx, order);
    return { commandId, chargePointId: station.chargePointId, tenantId: station.tenantId, action, request };
  };
  let failures = 0;
  const orm = new Proxy(station.deps.db.orm, {
    get: (target, name, receiver) => {
      if (name === "transaction" && failures-- > 0) throw Object.assign(new Error("away"), { code: "ENOTFOUND" });
      return Reflect.get(target, name, receiver);
    },
  });
  const deps = { ...station.deps, db: { ...station.deps.db, orm } };
  const desk = createDesk(deps, { nodeId: "test", seen: { seen: () => {} } as never });
  const step = { at: station.clock.now() };
  const [reset, read] = [await send("Reset", { type: "Soft" }), await send("GetConfiguration", {})];
  station.told.length = 0;

  desk.commandLeaves(station.current(), reset);
  failures = 2;
  await desk.commandProgress(station.current(), reset, { step: "sent", ...step });
  await desk.commandProgress(station.current(), reset, {
    ...{ step: "answered", ...step, response: { status: "Rejected" } },
  });
  const { commandId, action, request } = reset;
  expect(station.told).toEqual([
    { type: "commandSent", command: { commandId, action, request } },
    { type: "commandFailed", commandId },
  ]);

  const configurationKey = [{ key: "NumberOfConnectors", readonly: true, value: "2" }];
  failures = 3;
  await desk.commandProgress(station.current(), read, {
    ...{ step: "answered", ...step, response: { configurationKey } },
  });
  expect(station.told.slice(2)).toMatchObject([
    { type: "commandAccepted", command: { commandId: read.commandId } },
    { type: "connectorsCounted", connectorCount: 2 },
  ]);
});

test("a reading of a session that was closed without a stop, while its station stays, makes it due again", async () => {
  const station = await open();
  const desk = createDesk(station.deps, { nodeId: "test", seen: { seen: () => {} } as never });
  const { tenantId, chargePointId, clock } = station;
  const admission = { admitted: true, tenantId, chargePointId, identity: station.current().identity } as const;
  const here = await desk.open(admission, { protocol: "ocpp1.6" });
  let messages = 0;
  const say = async (action: string, payload: object) => {
    const messageId = `said-${++messages}`;
    return desk.handle(here, { messageId, action, payload, receivedAt: clock.now(), quirks: [] });
  };
  const timestamp = clock.now().toISOString();
  const answer = await say("StartTransaction", { connectorId: 1, idTag: "GOOD", meterStart: 0, timestamp });
  const transactionId = answer.kind === "result" ? Number(answer.payload.transactionId) : 0;
  const measure = (value: string) => {
    clock.advance(60_000);
    const meterValue = [{ timestamp: clock.now().toISOString(), sampledValue: [{ value }] }];
    return say("MeterValues", { connectorId: 1, transactionId, meterValue });
  };
  await measure("1000");
  const rows = () => database.owner.sql<{ id: string; started_at: string; energy_mwh: bigint }[]>`
    select id, started_at, energy_mwh from session where charge_point_id = ${chargePointId}`;
  const [session] = await rows();
  const key = { tenantId, id: session?.id ?? "", startedAt: new Date(session?.started_at ?? "") };
  await abandonSession(station.deps, key, "connectorFree");
  desk.sessionClosed(chargePointId, transactionId);
  await station.settle();
  expect(await rows()).toMatchObject([{ energy_mwh: 1_000_000n }]);
  await measure("4000");
  await station.settle();
  expect(await rows()).toMatchObject([{ energy_mwh: 4_000_000n }]);
});

describe("what screens are told of the message log", () => {
  const logged = (station: ServedStation) =>
    station.events.published.flatMap((event) => (event.type === "messageLogged" ? [event.message] : []));
  const listed = async (station: ServedStation) => {
    const { items } = await listMessages(
      contextOf(station.deps, station.tenantId),
      ListMessagesInput.parse({ chargePoint: station.chargePointId }),
    );
    return [...items].reverse();
  };

  test("is what the log itself says, heartbeats and refused calls too", async () => {
    const station = await open();
    await station.result("StatusNotification", { connectorId: 1, status: "Available", errorCode: "NoError" });
    station.clock.advance(1000);
    await station.call("Authorize", { idTag: {} });
    station.clock.advance(1000);
    await station.result("Heartbeat", {});
    // A heartbeat is answered before it is kept.
    await expect.poll(() => logged(station).length).toBe(3);
    expect(logged(station)).toEqual(await listed(station));
    expect(logged(station)[1]).toMatchObject({ errorCode: "TypeConstraintViolation", response: null });
  });

  test("names our own calls as they were kept, and no password", async () => {
    const station = await open();
    const desk = createDesk(station.deps, { nodeId: "test", seen: { seen: () => {} } as never });
    const at = station.clock.now();
    const password = { key: "AuthorizationKey", value: "736563726574" };
    const log = (call: { action: string; request: unknown; response: Record<string, unknown>; at: Date }) =>
      desk.log(station.current(), {
        ...{ direction: "out", messageId: "m", raw: null, errorCode: null, errorDescription: null },
        ...{ ...call, answeredAt: call.at, quirks: [] },
      });
    await log({ action: "ChangeConfiguration", request: password, response: { status: "Accepted" }, at });
    const told = { configurationKey: [{ ...password, readonly: false }] };
    await log({ action: "GetConfiguration", request: {}, response: told, at: new Date(at.getTime() + 1) });
    expect(logged(station)).toEqual(await listed(station));
    expect(logged(station)).toMatchObject([
      { action: "ChangeConfiguration", response: { status: "Accepted" } },
      { action: "GetConfiguration", response: { configurationKey: [{ key: "AuthorizationKey" }] } },
    ]);
    expect(JSON.stringify(station.events.published)).not.toContain("736563726574");
    const rows = await database.owner.sql`
      select request::text, response::text from ocpp_message where tenant_id = ${station.tenantId}`;
    expect(JSON.stringify(rows)).not.toContain("736563726574");
  });
});
