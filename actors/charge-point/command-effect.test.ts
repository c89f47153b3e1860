import { expect, test } from "vitest";
import type { ChargePointFact } from "../../server/services/station/committed-fact.ts";
import { hostChargePoint } from "./host.ts";
import type { ChargePointIntent } from "./intent.ts";

const connected = (connectorCount: number | null = null): ChargePointFact => ({
  type: "connected",
  hasBooted: true,
  openSessions: [],
  connectorCount,
});
const booted = (isAccepted = true): ChargePointFact => ({ type: "booted", isAccepted, isFirst: false });
const status = (connectorNumber: number, name: string): ChargePointFact => ({
  type: "statusReported",
  connectorNumber,
  status: name,
});
const message = (action: string, connectorNumber: number | null = null): ChargePointFact => ({
  type: "messageReceived",
  action,
  connectorNumber,
});
const started = (
  fields: { connectorNumber?: number; idToken?: string; isAccepted?: boolean } = {},
): ChargePointFact => ({
  ...{ type: "sessionStarted", sessionId: "session", startedAtMs: 0, transactionId: 7 },
  ...{ connectorNumber: 1, idToken: "CARD", isAccepted: true, ...fields },
});
const stopped = (transactionId: number): ChargePointFact => ({ type: "sessionStopped", transactionId });
const accepted = (action: string, request: Record<string, unknown>, answer: string | null): ChargePointFact => ({
  type: "commandAccepted",
  command: { commandId: "command", action, request, status: answer ?? undefined },
});

/** Whether the command is told effective after these facts. */
function isEffective(...facts: readonly ChargePointFact[]): boolean {
  const intents: ChargePointIntent[] = [];
  const actor = hostChargePoint({
    enqueueIntent: (intent) => void intents.push(intent),
    onCrash: (error) => {
      throw error;
    },
  });
  for (const fact of facts) actor.tell(fact);
  actor.stop();
  const effective = intents.filter(({ type }) => type === "commandEffective");
  expect(effective.length).toBeLessThanOrEqual(1);
  return effective.length === 1;
}

test.each<[string, Record<string, unknown>, string | null]>([
  ["ClearCache", {}, "Accepted"],
  ["DataTransfer", { vendorId: "x" }, "Accepted"],
  ["GetConfiguration", {}, null],
  ["UnlockConnector", { connectorId: 1 }, "Unlocked"],
  ["ChangeConfiguration", { key: "HeartbeatInterval", value: "9" }, "Accepted"],
])("the answer is all there is to see of %s", (action, request, answer) => {
  expect(isEffective(connected(), accepted(action, request, answer))).toBe(true);
});

test("an action whose effect nobody sees stays accepted", () => {
  const facts = [booted(), status(1, "Available"), started(), stopped(7), message("Heartbeat")];
  expect(isEffective(connected(), accepted("UpdateFirmware", {}, null), ...facts)).toBe(false);
});

const change = accepted("ChangeConfiguration", { key: "HeartbeatInterval", value: "9" }, "RebootRequired");
test("a configuration that needs a reboot waits for it", () => {
  expect(isEffective(connected(), change)).toBe(false);
  expect(isEffective(connected(), change, connected(), status(1, "Available"), message("Heartbeat"))).toBe(false);
  expect(isEffective(connected(), change, connected(), booted())).toBe(true);
});

test.each(["Accepted", "RebootRequired"])("a new password that was %s is effective at the door, not here", (answer) => {
  const password = accepted("ChangeConfiguration", { key: "authorizationKey", value: "x" }, answer);
  expect(isEffective(connected(), password, connected(), booted())).toBe(false);
});

const reset = accepted("Reset", { type: "Soft" }, "Accepted");
test("a reset waits for the boot, also that of a station that is not served", () => {
  expect(isEffective(connected(), booted(), reset)).toBe(false);
  expect(isEffective(connected(), reset, { type: "disconnected" }, connected(), status(0, "Available"))).toBe(false);
  expect(isEffective(connected(), reset, { type: "disconnected" }, connected(), booted())).toBe(true);
  expect(isEffective(connected(), reset, { type: "disconnected" }, connected(), booted(false))).toBe(true);
});

const start = accepted("RemoteStartTransaction", { connectorId: 1, idTag: "card" }, "Accepted");
const startAnywhere = accepted("RemoteStartTransaction", { idTag: "card" }, "Accepted");
test("a remote start waits for an accepted start with its card, on its connector", () => {
  expect(isEffective(connected(), start)).toBe(false);
  expect(isEffective(connected(), start, status(1, "Charging"))).toBe(false);
  expect(isEffective(connected(), start, started({ idToken: "other" }))).toBe(false);
  expect(isEffective(connected(), start, started({ connectorNumber: 2 }))).toBe(false);
  expect(isEffective(connected(), start, started({ isAccepted: false }))).toBe(false);
  expect(isEffective(connected(), start, started())).toBe(true);
  expect(isEffective(connected(), startAnywhere, started({ connectorNumber: 2 }))).toBe(true);
});

const stop = accepted("RemoteStopTransaction", { transactionId: 7 }, "Accepted");
test("a remote stop waits for the stop of its transaction", () => {
  expect(isEffective(connected(), stop, stopped(8), status(1, "Finishing"))).toBe(false);
  expect(isEffective(connected(), stop, stopped(7))).toBe(true);
});

const trigger = (request: Record<string, unknown>) => accepted("TriggerMessage", request, "Accepted");
test("a triggered message has to come, of its connector where it has one", () => {
  const values = trigger({ requestedMessage: "MeterValues", connectorId: 2 });
  expect(isEffective(connected(), values, message("Heartbeat"))).toBe(false);
  expect(isEffective(connected(), values, message("MeterValues", 1))).toBe(false);
  expect(isEffective(connected(), values, message("MeterValues", 2))).toBe(true);
  expect(
    isEffective(connected(), trigger({ requestedMessage: "StatusNotification" }), message("StatusNotification", 1)),
  ).toBe(true);
  const boot = trigger({ requestedMessage: "BootNotification", connectorId: 1 });
  expect(isEffective(connected(), boot, message("BootNotification"))).toBe(true);
});

const availability = (type: string, connectorId: number, answer = "Accepted") =>
  accepted("ChangeAvailability", { type, connectorId }, answer);

test("the availability of a connector is its own status", () => {
  const out = availability("Inoperative", 1, "Scheduled");
  expect(isEffective(connected(), out)).toBe(false);
  expect(isEffective(connected(), out, status(1, "Finishing"))).toBe(false);
  expect(isEffective(connected(), out, status(2, "Unavailable"))).toBe(false);
  expect(isEffective(connected(), out, status(1, "Faulted"))).toBe(false);
  expect(isEffective(connected(), out, status(1, "Unavailable"))).toBe(true);
  const back = availability("Operative", 1, "Scheduled");
  expect(isEffective(connected(), back, status(1, "Faulted"))).toBe(false);
  expect(isEffective(connected(), back, status(1, "Unavailable"))).toBe(false);
  expect(isEffective(connected(), back, status(1, "Preparing"))).toBe(true);
});

test("what is so already needs no report, unless the station has scheduled it", () => {
  const unavailable = status(1, "Unavailable");
  expect(isEffective(connected(), unavailable, availability("Inoperative", 1))).toBe(true);
  expect(isEffective(connected(), unavailable, availability("Operative", 1))).toBe(false);
  expect(isEffective(connected(), status(1, "Available"), availability("Operative", 1, "Scheduled"))).toBe(false);
  // What was said on an earlier connection is history.
  expect(isEffective(connected(), unavailable, connected(), availability("Inoperative", 1))).toBe(false);
});

test("the availability of the whole box is connector 0's status, or that of all connectors", () => {
  const out = availability("Inoperative", 0);
  const back = availability("Operative", 0, "Scheduled");
  expect(isEffective(connected(2), out, status(0, "Unavailable"))).toBe(true);
  expect(isEffective(connected(2), out, status(0, "Faulted"))).toBe(false);
  expect(isEffective(connected(2), out, status(1, "Unavailable"))).toBe(false);
  expect(isEffective(connected(2), out, status(1, "Unavailable"), status(2, "Charging"))).toBe(false);
  expect(isEffective(connected(2), out, status(1, "Unavailable"), status(2, "Unavailable"))).toBe(true);
  expect(isEffective(connected(2), back, status(1, "Faulted"), status(2, "Available"))).toBe(false);
  expect(isEffective(connected(2), back, status(1, "Charging"), status(2, "Available"))).toBe(true);
});

test("without the number of connectors nobody can say that all are so", () => {
  const out = availability("Inoperative", 0);
  expect(isEffective(connected(), out, status(1, "Unavailable"))).toBe(false);
  const counted: ChargePointFact = { type: "connectorsCounted", connectorCount: 1 };
  expect(isEffective(connected(), counted, out, status(1, "Unavailable"))).toBe(true);
});

/** The command leaves before these facts, and its answer is known after them. */
const isSeenBefore = (answer: ChargePointFact, ...facts: readonly ChargePointFact[]): boolean => {
  if (answer.type !== "commandAccepted") throw new Error("not an answer");
  const { status: _, ...command } = answer.command;
  return isEffective(connected(), { type: "commandSent", command }, ...facts, answer);
};

test("an effect that is seen before the answer counts once the answer is yes", () => {
  expect(isSeenBefore(stop, stopped(7))).toBe(true);
  expect(isSeenBefore(stop, stopped(8))).toBe(false);
  expect(isSeenBefore(start, started(), status(1, "Charging"))).toBe(true);
  expect(isSeenBefore(reset, { type: "disconnected" }, connected(), booted())).toBe(true);
  expect(isSeenBefore(availability("Inoperative", 1, "Scheduled"), status(1, "Unavailable"))).toBe(true);
  const heartbeat = trigger({ requestedMessage: "Heartbeat" });
  expect(isSeenBefore(heartbeat, message("Heartbeat"), message("Heartbeat"))).toBe(true);
  expect(isSeenBefore(heartbeat, message("MeterValues", 1))).toBe(false);
  const password = accepted("ChangeConfiguration", { key: "AuthorizationKey", value: "x" }, "Accepted");
  expect(isSeenBefore(password, booted())).toBe(false);
});

test("what was not accepted is waited for no more, and what came before it left is no effect of it", () => {
  const failed: ChargePointFact = { type: "commandFailed", commandId: "command" };
  expect(isSeenBefore(stop, failed, stopped(7))).toBe(false);
  expect(isEffective(connected(), stopped(7), stop)).toBe(false);
  expect(isSeenBefore(stop, stopped(7), failed)).toBe(false);
});
