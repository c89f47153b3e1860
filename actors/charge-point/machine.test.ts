import { describe, expect, test } from "vitest";
import { SimulatedClock } from "xstate";
import type { ChargePointFact, OpenSession } from "../../server/services/station/committed-fact.ts";
import { hostChargePoint } from "./host.ts";
import type { ChargePointIntent } from "./intent.ts";

const session = (transactionId: number, connectorNumber = 1, startedAtMs = transactionId * 1000): OpenSession => ({
  sessionId: `session-${transactionId}`,
  startedAtMs,
  transactionId,
  connectorNumber,
  idToken: "CARD",
});
const connected = (
  hasBooted = true,
  openSessions: readonly OpenSession[] = [],
  connectorCount: number | null = null,
): ChargePointFact => ({ type: "connected", hasBooted, openSessions, connectorCount });
const booted = (isFirst = false, isAccepted = true): ChargePointFact => ({ type: "booted", isAccepted, isFirst });
const status = (connectorNumber: number, name: string): ChargePointFact => ({
  type: "statusReported",
  connectorNumber,
  status: name,
});
const started = (open: OpenSession, isAccepted = true): ChargePointFact => ({
  type: "sessionStarted",
  isAccepted,
  ...open,
});
const command = (
  action: string,
  request: Record<string, unknown> = {},
  status: string | undefined = "Accepted",
): ChargePointFact => ({
  type: "commandAccepted",
  command: { commandId: `command-${action}`, action, request, status },
});

function run(...facts: readonly ChargePointFact[]) {
  const clock = new SimulatedClock();
  const intents: ChargePointIntent[] = [];
  const actor = hostChargePoint({
    clock,
    enqueueIntent: (intent) => void intents.push(intent),
    onCrash: (error) => {
      throw error;
    },
  });
  const tell = (...more: readonly ChargePointFact[]) => {
    for (const fact of more) actor.tell(fact);
  };
  tell(...facts);
  return { clock, intents, tell, names: () => intents.map(({ type }) => type) };
}

describe("a charge point's actor", () => {
  test("asks a station that says nothing about its connectors", () => {
    const { clock, names } = run(connected());
    expect(names()).toEqual([]);
    clock.increment(10_000);
    expect(names()).toEqual(["askStatus"]);
  });

  test("does not ask one that has told, nor one that has never been accepted", () => {
    const told = run(connected(), status(1, "Available"));
    told.clock.increment(60_000);
    expect(told.names()).toEqual([]);
    const fresh = run(connected(false));
    fresh.clock.increment(60_000);
    expect(fresh.names()).toEqual([]);
  });

  test("reads the configuration of a station that boots for the first time", () => {
    expect(run(connected(false), booted(true)).names()).toEqual(["askConfiguration"]);
    expect(run(connected(), booted()).names()).toEqual([]);
  });

  test("a new start on a connector abandons the session that ran there", () => {
    const { intents } = run(connected(), started(session(1)), started(session(2)));
    expect(intents).toEqual([{ type: "abandonSession", session: session(1), because: "newStart" }]);
  });

  test("a refused start, another connector or an older start abandons nothing", () => {
    expect(run(connected(), started(session(1)), started(session(2), false)).names()).toEqual([]);
    expect(run(connected(), started(session(1)), started(session(2, 2))).names()).toEqual([]);
    expect(run(connected(), started(session(5)), started(session(6, 1, 0))).names()).toEqual([]);
  });

  test("the same start heard twice abandons nothing", () => {
    expect(run(connected(), started(session(1)), started(session(1))).names()).toEqual([]);
  });

  test("a session on a free connector is abandoned only after the queued messages had their time", () => {
    const { clock, names } = run(connected(true, [session(1)]), status(1, "Available"));
    clock.increment(10_000);
    clock.increment(119_000);
    expect(names()).toEqual([]);
    clock.increment(2_000);
    expect(names()).toEqual(["abandonSession"]);
  });

  test("a stop that comes in that time keeps it from being abandoned", () => {
    const { clock, tell, names } = run(connected(true, [session(1)]), status(1, "Available"));
    clock.increment(60_000);
    tell({ type: "sessionStopped", transactionId: 1 });
    clock.increment(600_000);
    expect(names()).toEqual([]);
  });

  test.each<[string, ChargePointFact, ChargePointFact]>([
    ["RemoteStartTransaction", command("RemoteStartTransaction", { idTag: "card" }), started(session(9))],
    [
      "RemoteStopTransaction",
      command("RemoteStopTransaction", { transactionId: 9 }),
      { type: "sessionStopped", transactionId: 9 },
    ],
    ["Reset", command("Reset", { type: "Soft" }), booted()],
    [
      "ChangeAvailability",
      command("ChangeAvailability", { connectorId: 1, type: "Inoperative" }),
      status(1, "Unavailable"),
    ],
    [
      "TriggerMessage",
      command("TriggerMessage", { requestedMessage: "Heartbeat" }),
      { type: "messageReceived", action: "Heartbeat", connectorNumber: null },
    ],
  ])("%s is effective when what it asked for is seen", (action, accepted, effect) => {
    const { tell, intents } = run(connected(), status(1, "Charging"), accepted);
    expect(intents).toEqual([]);
    tell(effect);
    expect(intents).toEqual([{ type: "commandEffective", commandId: `command-${action}` }]);
    tell(effect);
    expect(intents).toHaveLength(1);
  });

  test("goes on after a lost connection", () => {
    const { tell, clock, names } = run(connected(), status(1, "Charging"), { type: "disconnected" }, connected());
    clock.increment(10_000);
    expect(names()).toEqual(["askStatus"]);
    tell(status(1, "Charging"), started(session(3)), started(session(4)));
    expect(names()).toEqual(["askStatus", "abandonSession"]);
  });

  test("that booted over a session and prepares again has lost it; one that says nothing of a boot has not", () => {
    const open = session(7);
    const rebooted = run(connected(true, [open]), booted(), status(1, "Preparing"));
    rebooted.clock.increment(10_000);
    rebooted.clock.increment(119_000);
    expect(rebooted.names()).toEqual([]);
    rebooted.clock.increment(1_000);
    expect(rebooted.intents).toEqual([{ type: "abandonSession", session: open, because: "connectorFree" }]);

    const waiting = run(connected(true, [open]), status(1, "Preparing"));
    waiting.clock.increment(10_000);
    waiting.clock.increment(600_000);
    expect(waiting.names()).toEqual([]);

    const goesOn = run(connected(true, [open]), booted(), status(1, "Preparing"), status(1, "Charging"));
    goesOn.clock.increment(10_000);
    goesOn.clock.increment(600_000);
    expect(goesOn.names()).toEqual([]);

    const began = run(connected(), booted(), started(session(8)), status(1, "Preparing"));
    began.clock.increment(10_000);
    began.clock.increment(600_000);
    expect(began.names()).toEqual([]);
  });

  test("gives each contradicted session its own patience, and takes the box's word for no connector's", () => {
    const { clock, tell, intents } = run(connected(true, [session(1, 1), session(3, 0)]), status(0, "Available"));
    clock.increment(10_000);
    tell(status(1, "Available"));
    clock.increment(119_000);
    tell(status(2, "Available"), started(session(2, 2))); // its status comes later
    clock.increment(1_000);
    expect(intents).toEqual([{ type: "abandonSession", session: session(1, 1), because: "connectorFree" }]);
    tell(status(2, "Charging"));
    clock.increment(600_000);
    expect(intents).toHaveLength(1);
  });
});
