import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CAR, statusOf, TestBench, until } from "./test-bench.ts";

const bench = new TestBench();
const { online, charging } = bench;
beforeEach(() => bench.open());
afterEach(() => bench.close());

/** The payload of a CALLRESULT, or the code of a CALLERROR. */
async function ask(identity: string, action: string, payload: Record<string, unknown>): Promise<unknown> {
  return (await bench.csms.command(identity, action, payload))[2];
}

describe("remote start and stop", () => {
  it("authorizes, waits for the cable, charges, and stops with reason Remote", async () => {
    const station = await online();
    expect(await ask(station.identity, "RemoteStartTransaction", { idTag: "APP", connectorId: 1 })).toEqual({
      status: "Accepted",
    });
    await until(() => station.connector(1).phase === "Preparing", "preparing");
    const answered = station.events.waitFor((event) => event.kind === "transactionAnswered");
    station.plugIn(CAR);
    await answered;
    expect(bench.csms.of("Authorize")[0]?.payload).toEqual({ idTag: "APP" });
    expect(await ask(station.identity, "RemoteStartTransaction", { idTag: "APP" })).toEqual({ status: "Rejected" });
    expect(await ask(station.identity, "RemoteStopTransaction", { transactionId: 99 })).toEqual({ status: "Rejected" });
    expect(await ask(station.identity, "RemoteStopTransaction", { transactionId: 1 })).toEqual({ status: "Accepted" });
    await until(() => bench.csms.of("StopTransaction").length === 1, "the stop");
    expect(bench.csms.of("StopTransaction")[0]?.payload).toMatchObject({ transactionId: 1, reason: "Remote" });
  });

  it("does not ask with AuthorizeRemoteTxRequests=false, and is available again when no cable comes", async () => {
    const station = await online({ configuration: { AuthorizeRemoteTxRequests: "false", ConnectionTimeOut: "5" } });
    const released = station.events.waitFor((event) => statusOf(event, "Available"));
    await ask(station.identity, "RemoteStartTransaction", { idTag: "APP", connectorId: 1 });
    await released;
    expect(bench.csms.of("Authorize")).toHaveLength(0);
  });
});

describe("availability", () => {
  it("is scheduled while charging and takes effect when the car has left; a reboot keeps it", async () => {
    const station = await charging();
    const inoperative = { connectorId: 1, type: "Inoperative" };
    expect(await ask(station.identity, "ChangeAvailability", inoperative)).toEqual({ status: "Scheduled" });
    expect(station.connector(1).phase).toBe("Charging");
    await station.presentCard("CARD");
    station.unplug();
    expect(station.connector(1).phase).toBe("Unavailable");
    expect(await station.presentCard("CARD")).toBe("ignored");
    station.reboot();
    await until(() => bench.csms.of("BootNotification").length === 2 && station.isOnline, "the reboot");
    expect(station.connector(1).phase).toBe("Unavailable");
    const operative = { connectorId: 1, type: "Operative" };
    expect(await ask(station.identity, "ChangeAvailability", operative)).toEqual({ status: "Accepted" });
    expect(station.connector(1).phase).toBe("Available");
    expect(await ask(station.identity, "ChangeAvailability", { ...operative, connectorId: 7 })).toEqual({
      status: "Rejected",
    });
  });
});

describe("reset and unlock", () => {
  it("hard: stops with HardReset, boots again, delivers the stop once", async () => {
    const station = await charging();
    expect(await ask(station.identity, "Reset", { type: "Hard" })).toEqual({ status: "Accepted" });
    await until(() => bench.csms.of("StopTransaction").length > 0 && station.isOnline, "the stop and the boot");
    await until(() => station.queueLength === 0, "an empty queue");
    expect(new Set(bench.csms.of("StopTransaction").map((call) => call.payload.reason))).toEqual(
      new Set(["HardReset"]),
    );
    expect(station.connector(1).phase).toBe("Preparing");
  });

  it("soft: delivers the stop before it goes down", async () => {
    const station = await charging();
    await ask(station.identity, "Reset", { type: "Soft" });
    await until(() => bench.csms.of("BootNotification").length === 2, "the boot");
    const actions = bench.csms.calls.map((call) => call.action);
    expect(actions.indexOf("StopTransaction")).toBeLessThan(actions.lastIndexOf("BootNotification"));
    expect(bench.csms.of("StopTransaction")[0]?.payload.reason).toBe("SoftReset");
  });

  it("unlocks a socket and ends its session, fails with a broken lock, and cannot unlock a fixed cable", async () => {
    const station = await charging({
      connectors: [
        { kind: "AC", powerW: 11_000 },
        { kind: "DC", powerW: 50_000 },
      ],
    });
    expect(await ask(station.identity, "UnlockConnector", { connectorId: 1 })).toEqual({ status: "Unlocked" });
    await until(() => bench.csms.of("StopTransaction").length === 1, "the stop");
    expect(bench.csms.of("StopTransaction")[0]?.payload.reason).toBe("UnlockCommand");
    station.fault("ConnectorLockFailure");
    expect(await ask(station.identity, "UnlockConnector", { connectorId: 1 })).toEqual({ status: "UnlockFailed" });
    expect(await ask(station.identity, "UnlockConnector", { connectorId: 2 })).toEqual({ status: "NotSupported" });
    expect(await ask(station.identity, "UnlockConnector", { connectorId: 3 })).toEqual({ status: "NotSupported" });
    station.clearFault();
    expect(station.connector(1).phase).toBe("Preparing");
  });
});

describe("configuration", () => {
  it("answers Accepted, Rejected, RebootRequired and NotSupported, and lists what it knows", async () => {
    const { identity, configuration } = await online();
    const change = (key: string, value: string): Promise<unknown> =>
      ask(identity, "ChangeConfiguration", { key, value });
    expect(await change("metervaluesampleinterval", "30")).toEqual({ status: "Accepted" });
    expect(configuration.integer("MeterValueSampleInterval")).toBe(30);
    expect(await change("MeterValueSampleInterval", "-1")).toEqual({ status: "Rejected" });
    expect(await change("NumberOfConnectors", "2")).toEqual({ status: "Rejected" });
    expect(await change("WebSocketPingInterval", "30")).toEqual({ status: "RebootRequired" });
    expect(configuration.integer("WebSocketPingInterval")).toBe(0);
    expect(await change("Unknown", "1")).toEqual({ status: "NotSupported" });
    expect(await ask(identity, "GetConfiguration", { key: ["SupportedFeatureProfiles", "Nope"] })).toEqual({
      configurationKey: [{ key: "SupportedFeatureProfiles", readonly: true, value: "Core,RemoteTrigger" }],
      unknownKey: ["Nope"],
    });
    const all = JSON.stringify(await ask(identity, "GetConfiguration", {}));
    expect(all).toContain("HeartbeatInterval");
    expect(all).not.toContain("AuthorizationKey");
  });

  it("reconnects with the new AuthorizationKey, as bytes", async () => {
    const station = await online({ password: "a-first-password" });
    const value = "00ff".repeat(8);
    expect(await ask(station.identity, "ChangeConfiguration", { key: "AuthorizationKey", value })).toEqual({
      status: "Accepted",
    });
    await until(() => bench.csms.authorizations.length === 2, "the reconnect");
    const header = bench.csms.authorizations[1]?.replace("Basic ", "") ?? "";
    expect(
      Buffer.from(header, "base64")
        .subarray(station.identity.length + 1)
        .toString("hex"),
    ).toBe(value);
  });
});

describe("other commands", () => {
  it("answers what it does not know with NotImplemented, and bad payloads with the violation", async () => {
    const { identity } = await online();
    expect(await ask(identity, "SetChargingProfile", {})).toBe("NotImplemented");
    expect(await ask(identity, "toString", {})).toBe("NotImplemented");
    expect(await ask(identity, "Reset", {})).toBe("OccurenceConstraintViolation");
    expect(await ask(identity, "Reset", { type: "Warm" })).toBe("PropertyConstraintViolation");
    expect(await ask(identity, "UnlockConnector", { connectorId: "1" })).toBe("TypeConstraintViolation");
  });

  it("sends what TriggerMessage asks for, for the connector asked", async () => {
    const { identity } = await online({
      connectors: [
        { kind: "AC", powerW: 11_000 },
        { kind: "AC", powerW: 11_000 },
      ],
    });
    bench.csms.calls.length = 0;
    const trigger = (requestedMessage: string, connectorId?: number): Promise<unknown> =>
      ask(identity, "TriggerMessage", { requestedMessage, ...(connectorId !== undefined && { connectorId }) });
    expect(await trigger("StatusNotification", 2)).toEqual({ status: "Accepted" });
    expect(await trigger("MeterValues", 1)).toEqual({ status: "Accepted" });
    expect(await trigger("Heartbeat")).toEqual({ status: "Accepted" });
    expect(await trigger("MeterValues", 3)).toEqual({ status: "Rejected" });
    expect(await trigger("FirmwareStatusNotification")).toEqual({ status: "NotImplemented" });
    await until(() => bench.csms.of("Heartbeat").length === 1, "what was asked for");
    expect(bench.csms.calls.map(({ action, payload }) => [action, payload.connectorId])).toEqual([
      ["StatusNotification", 2],
      ["MeterValues", 1],
      ["Heartbeat", undefined],
    ]);
    expect(bench.csms.of("MeterValues")[0]?.text).toContain('"context":"Trigger"');
  });

  it("may answer late or never", async () => {
    const station = await online({ quirks: { answerDelayMs: 20_000 } });
    const askedAtMs = bench.scheduler.now();
    await ask(station.identity, "ClearCache", {});
    expect(bench.scheduler.now() - askedAtMs).toBeGreaterThanOrEqual(20_000);
    station.quirks = { neverAnswer: true };
    const received = station.events.waitFor((event) => event.kind === "received");
    void ask(station.identity, "ClearCache", {});
    await received;
    expect(bench.csms.frames.filter((frame) => frame.startsWith("[3")).length).toBe(1);
  });
});
