import { OCPP16 } from "typed-ocpp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CAR, statusOf, TestBench, until } from "./test-bench.ts";

const bench = new TestBench();
const { create, online, charging } = bench;
beforeEach(() => bench.open());
afterEach(() => bench.close());

describe("connection and boot", () => {
  it("sends the password's bytes in the Basic header, and the identity percent-encoded", async () => {
    const station = await online({ identity: "CP:1/é", password: `hex:${"ff00".repeat(8)}` });
    const header = bench.csms.authorizations[0] ?? "";
    const bytes = Buffer.from(header.replace("Basic ", ""), "base64");
    expect(bytes).toEqual(Buffer.concat([Buffer.from("CP:1/é:"), Buffer.from("ff00".repeat(8), "hex")]));
    expect(bench.csms.calls[0]?.identity).toBe(station.identity);
  });

  it("repeats BootNotification at the interval given until it is accepted, and says nothing else before", async () => {
    const statuses = ["Pending", "Rejected", "Accepted"];
    const bootedAt: number[] = [];
    bench.csms.answers.BootNotification = () => {
      bootedAt.push(bench.scheduler.now());
      return {
        status: statuses.shift() ?? "Accepted",
        currentTime: new Date(bench.scheduler.now()).toISOString(),
        interval: 20,
      };
    };
    await online({
      connectors: [
        { kind: "AC", powerW: 11_000 },
        { kind: "DC", powerW: 50_000 },
      ],
    });
    expect(bench.csms.calls.slice(0, 6).map((call) => call.action)).toEqual([
      ...Array<string>(3).fill("BootNotification"),
      ...Array<string>(3).fill("StatusNotification"),
    ]);
    expect(bench.csms.of("StatusNotification").map((call) => call.payload.connectorId)).toEqual([0, 1, 2]);
    expect((bootedAt[1] ?? 0) - (bootedAt[0] ?? 0)).toBeGreaterThanOrEqual(20_000);
    await until(() => bench.csms.of("Heartbeat").length >= 2, "heartbeats at the interval of 20 s");
  });

  it("does not answer commands while rejected", async () => {
    bench.csms.answers.BootNotification = () => ({
      status: "Rejected",
      currentTime: new Date().toISOString(),
      interval: 9999,
    });
    const station = create();
    station.start();
    await station.events.waitFor((event) => event.kind === "booted");
    const received = station.events.waitFor((event) => event.kind === "received");
    void bench.csms.command(station.identity, "GetConfiguration", {});
    await received;
    expect(bench.csms.frames).toHaveLength(1);
  });

  it("reconnects without a boot and tells only the statuses that changed meanwhile", async () => {
    const station = await online({
      connectors: [
        { kind: "AC", powerW: 11_000 },
        { kind: "AC", powerW: 11_000 },
      ],
    });
    bench.csms.calls.length = 0;
    station.goOffline();
    await until(() => !station.isConnected, "offline");
    station.plugIn(CAR, 2);
    station.goOnline();
    await until(() => bench.csms.calls.length > 0, "a message after the reconnect");
    expect(bench.csms.calls.map(({ action, payload }) => [action, payload.connectorId, payload.status])).toEqual([
      ["StatusNotification", 2, "Preparing"],
    ]);
  });

  it("notices a half-open socket by its own unanswered calls and recovers after a thaw", async () => {
    const station = await online();
    station.freeze();
    const timedOut = station.events.waitFor((event) => event.kind === "timedOut");
    station.sendHeartbeat();
    await timedOut;
    expect(bench.csms.of("Heartbeat")).toHaveLength(0);
    station.thaw();
    station.sendHeartbeat();
    await until(() => bench.csms.of("Heartbeat").length === 1, "a heartbeat after the thaw");
  });

  it("leaves a frozen socket when it breaks, and comes back after the thaw", async () => {
    const station = await online();
    station.freeze();
    const disconnected = station.events.waitFor((event) => event.kind === "disconnected");
    station.dropSocket();
    await disconnected;
    station.thaw();
    await station.events.waitFor((event) => event.kind === "connected");
    station.sendHeartbeat();
    await until(() => bench.csms.of("Heartbeat").length >= 1, "a heartbeat on the new socket");
  });

  it("backs off while the central system refuses it, and reports the refusal", async () => {
    const station = bench.create({ url: bench.csms.url.replace("ws:", "wss:"), reconnectMinMs: 10_000 });
    station.start();
    const refusals: number[] = [];
    station.events.subscribe((event) => event.kind === "handshakeRefused" && refusals.push(bench.scheduler.now()));
    await until(() => refusals.length >= 3, "three attempts");
    const [first = 0, second = 0, third = 0] = refusals;
    expect(second - first).toBeGreaterThanOrEqual(5_000);
    expect(third - second).toBeGreaterThanOrEqual(10_000);
  });
});

describe("a session", () => {
  it("sends only messages that fit the published schemas, from boot to reset, on AC and DC", async () => {
    const station = await online({
      connectors: [
        { kind: "AC", powerW: 22_000 },
        { kind: "DC", powerW: 50_000 },
      ],
    });
    for (const connectorId of [1, 2]) {
      station.plugIn(CAR, connectorId);
      await station.presentCard("CARD", connectorId);
    }
    await until(() => bench.csms.of("MeterValues").length >= 6, "samples");
    for (const [action, payload] of [
      ["GetConfiguration", {}],
      ["ChangeConfiguration", { key: "ClockAlignedDataInterval", value: "30" }],
      ["ChangeConfiguration", { key: "Nope", value: "1" }],
      ["TriggerMessage", { requestedMessage: "MeterValues" }],
      ["TriggerMessage", { requestedMessage: "StatusNotification" }],
      ["TriggerMessage", { requestedMessage: "FirmwareStatusNotification" }],
      ["UnlockConnector", { connectorId: 2 }],
      ["ClearCache", {}],
      ["DataTransfer", { vendorId: "x" }],
      ["SetChargingProfile", {}],
      ["RemoteStopTransaction", { transactionId: 1 }],
      ["ChangeAvailability", { connectorId: 0, type: "Inoperative" }],
    ] as const) {
      const frame = await bench.csms.command(station.identity, action, payload);
      if (frame[0] === 4) expect([frame[2], OCPP16.validateCallError(frame)]).toEqual(["NotImplemented", true]);
      else {
        const call = [2, String(frame[1]), action, payload] as unknown as OCPP16.Call;
        const fits = OCPP16.checkCallResult(frame as OCPP16.UncheckedCallResult, call);
        expect([action, fits ? [] : OCPP16.checkCallResult.errors]).toEqual([action, []]);
      }
    }
    station.fault("GroundFailure", 2);
    await bench.csms.command(station.identity, "Reset", { type: "Soft" });
    await until(() => bench.csms.of("BootNotification").length === 2, "the boot after the reset");
    for (const call of bench.csms.calls) {
      const isValid = OCPP16.validateCall(JSON.parse(call.text));
      expect([call.text, isValid ? [] : OCPP16.validateCall.errors]).toEqual([call.text, []]);
    }
    expect(new Set(bench.csms.calls.map((call) => call.action))).toEqual(
      new Set([
        "BootNotification",
        "StatusNotification",
        "Authorize",
        "StartTransaction",
        "MeterValues",
        "StopTransaction",
      ]),
    );
  });

  it("goes through the phases in order, stops by the same card and reports energy that fits power and time", async () => {
    const phases: string[] = [];
    const station = await charging({ connectors: [{ kind: "AC", powerW: 11_000 }] });
    station.events.subscribe((event) => event.kind === "status" && phases.push(event.phase));
    await until(() => bench.csms.of("MeterValues").length >= 4, "samples");
    expect(await station.presentCard("card")).toBe("stopped");
    station.unplug();
    await until(() => bench.csms.of("StopTransaction").length === 1, "the stop");
    expect(phases).toEqual(["Finishing", "Available"]);
    const start = bench.csms.of("StartTransaction")[0]?.payload;
    const stop = bench.csms.of("StopTransaction")[0]?.payload;
    const hours = (Date.parse(String(stop?.timestamp)) - Date.parse(String(start?.timestamp))) / 3_600_000;
    expect(Number(stop?.meterStop) - Number(start?.meterStart)).toBeCloseTo(11_000 * hours, -1);
    expect(stop).toMatchObject({ transactionId: 1, reason: "Local", idTag: "card" });
    const contexts = bench.csms.of("MeterValues").map(({ text }) => /"context":"([^"]+)"/.exec(text)?.[1]);
    expect(contexts.slice(0, 2)).toEqual(["Transaction.Begin", "Sample.Periodic"]);
  });

  it("suspends a full car, which takes less and less from 80 % on", async () => {
    const station = await online({ connectors: [{ kind: "DC", powerW: 150_000 }], speed: 10 });
    const suspended = station.events.waitFor((event) => statusOf(event, "SuspendedEV"));
    station.plugIn({ batteryWh: 60_000, socPercent: 70 });
    await station.presentCard("CARD");
    await suspended;
    const read = (measurand: string): number[] =>
      bench.csms
        .of("MeterValues")
        .map(({ text }) => new RegExp(`"${measurand}"[^}]*"value":"([^"]+)"`).exec(text)?.[1])
        .map(Number);
    const [power, soc] = [read("Power.Active.Import"), read("SoC")];
    expect(power[0]).toBe(150_000);
    expect(power.at(-1)).toBeLessThan(75_000);
    expect(soc).toEqual(soc.toSorted((a, b) => a - b));
  });

  it("refuses an unknown card, and gives up waiting for the cable after ConnectionTimeOut", async () => {
    bench.csms.answers.Authorize = ({ idTag }) => ({
      idTagInfo: { status: idTag === "CARD" ? "Accepted" : "Invalid" },
    });
    const station = await online();
    expect(await station.presentCard("STRANGER")).toBe("refused");
    expect(station.connector(1).phase).toBe("Available");
    const released = station.events.waitFor((event) => statusOf(event, "Available"));
    expect(await station.presentCard("CARD")).toBe("waitingForCable");
    expect(station.connector(1).phase).toBe("Preparing");
    await released;
    expect(bench.csms.of("StartTransaction")).toHaveLength(0);
  });

  it("stops with DeAuthorized when the start's answer does not accept the card (StopTransactionOnInvalidId)", async () => {
    bench.csms.answers.StartTransaction = () => ({ transactionId: 77, idTagInfo: { status: "Blocked" } });
    const station = await charging();
    await until(() => bench.csms.of("StopTransaction").length === 1, "the stop");
    expect(bench.csms.of("StopTransaction")[0]?.payload).toMatchObject({ transactionId: 77, reason: "DeAuthorized" });
    expect(station.connector(1).phase).toBe("Finishing");
  });

  it("charges from the cache with LocalPreAuthorize, and a card of the same group may stop", async () => {
    bench.csms.answers.Authorize = () => ({ idTagInfo: { status: "Accepted", parentIdTag: "FLEET" } });
    const station = await charging({ configuration: { LocalPreAuthorize: "true" } }, "A");
    expect(await station.presentCard("B")).toBe("stopped");
    station.unplug();
    expect(await station.presentCard("a")).toBe("waitingForCable");
    expect(bench.csms.of("Authorize").map((call) => call.payload.idTag)).toEqual(["A", "B"]);
  });
});
