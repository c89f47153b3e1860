import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StubCall } from "./csms-stub.ts";
import { CAR, TestBench, until } from "./test-bench.ts";

const bench = new TestBench();
const { online, charging } = bench;
beforeEach(() => bench.open());
afterEach(() => bench.close());

const payloads = (calls: readonly StubCall[]): string[] => calls.map((call) => JSON.stringify(call.payload));

describe("messages of a transaction", () => {
  it("wait in order while offline and are replayed with the time of the event", async () => {
    const station = await charging();
    station.goOffline();
    await until(() => !station.isConnected, "offline");
    const lostAtMs = bench.scheduler.now();
    bench.csms.calls.length = 0;
    await until(() => station.queueLength >= 3, "queued samples");
    await station.presentCard("CARD");
    const stoppedAtMs = bench.scheduler.now();
    const queued = station.flash.queue.map((message) => message.action);
    expect(queued.at(-1)).toBe("StopTransaction");
    station.goOnline();
    await until(() => station.queueLength === 0, "an empty queue");
    const replayed = bench.csms.calls.filter((call) => queued.some((action) => action === call.action));
    expect(replayed.map((call) => call.action)).toEqual(queued);
    expect(replayed.every((call) => call.payload.transactionId === 1)).toBe(true);
    const stopMs = Date.parse(String(replayed.at(-1)?.payload.timestamp));
    expect(stopMs).toBeGreaterThan(lostAtMs);
    expect(stopMs).toBeLessThanOrEqual(stoppedAtMs);
  });

  it("repeat a start whose answer was lost with the same payload, and name the id of the second answer after it", async () => {
    let starts = 0;
    bench.csms.answers.StartTransaction = () =>
      ++starts === 1 ? "silence" : { transactionId: 4711, idTagInfo: { status: "Accepted" } };
    const station = await online();
    station.plugIn(CAR);
    await station.presentCard("CARD");
    await until(() => starts === 1, "the first start");
    station.dropSocket();
    await station.presentCard("CARD");
    await until(() => bench.csms.of("StopTransaction").length === 1, "the stop");
    const [first, second] = payloads(bench.csms.of("StartTransaction"));
    expect(second).toBe(first);
    expect(bench.csms.of("StopTransaction")[0]?.payload.transactionId).toBe(4711);
    expect(bench.csms.of("MeterValues").every((call) => call.payload.transactionId === 4711)).toBe(true);
  });

  it("keep one CALL in flight", async () => {
    const station = await online({ connectors: [1, 2, 3].map(() => ({ kind: "AC", powerW: 11_000 })) });
    const flying = new Set<string>();
    let most = 0;
    station.events.subscribe((event) => {
      if (event.kind === "sent") most = Math.max(most, flying.add(event.messageId).size);
      if (event.kind === "answered") flying.delete(event.messageId);
    });
    for (const { id } of station.connectors) station.plugIn(CAR, id);
    await Promise.all(station.connectors.map(({ id }) => station.presentCard(`CARD${id}`, id)));
    await until(() => bench.csms.of("MeterValues").length >= 9, "samples");
    expect(most).toBe(1);
  });

  it("are repeated TransactionMessageAttempts times after a refusal, then given up with their followers", async () => {
    bench.csms.answers.StartTransaction = () => ({ error: "InternalError" });
    const station = await online({
      configuration: { TransactionMessageAttempts: "3", TransactionMessageRetryInterval: "1" },
    });
    const dropped: string[] = [];
    station.events.subscribe((event) => event.kind === "dropped" && dropped.push(event.action));
    station.plugIn(CAR);
    await station.presentCard("CARD");
    await station.presentCard("CARD");
    await until(() => dropped.includes("StopTransaction"), "giving up");
    expect(new Set(payloads(bench.csms.of("StartTransaction"))).size).toBe(1);
    expect(bench.csms.of("StartTransaction")).toHaveLength(3);
    expect(dropped).toEqual(["StartTransaction", "MeterValues", "StopTransaction"]);
    expect(bench.csms.of("StopTransaction")).toHaveLength(0);
  });

  it("are repeated for as long as nobody answers", async () => {
    let starts = 0;
    bench.csms.answers.StartTransaction = () =>
      ++starts <= 4 ? "silence" : { transactionId: 9, idTagInfo: { status: "Accepted" } };
    const station = await online({
      callTimeoutMs: 5000,
      configuration: { TransactionMessageAttempts: "1", TransactionMessageRetryInterval: "1" },
    });
    station.plugIn(CAR);
    await station.presentCard("CARD");
    await until(() => bench.csms.of("MeterValues").length > 0, "samples after the fifth start");
    expect(new Set(payloads(bench.csms.of("StartTransaction"))).size).toBe(1);
  });

  it("survive a power loss, after which the session ends with PowerLoss at the time of the loss", async () => {
    const station = await charging();
    await until(() => bench.csms.of("MeterValues").length >= 2, "samples");
    station.losePower();
    const lostAtMs = bench.scheduler.now();
    await until(() => !station.isConnected, "dark");
    bench.csms.calls.length = 0;
    station.restorePower();
    await until(() => bench.csms.of("StopTransaction").length === 1, "the stop");
    expect(bench.csms.calls[0]?.action).toBe("BootNotification");
    const stop = bench.csms.of("StopTransaction")[0]?.payload;
    expect(stop).toMatchObject({ reason: "PowerLoss", transactionId: 1 });
    expect(Math.abs(Date.parse(String(stop?.timestamp)) - lostAtMs)).toBeLessThan(1000);
    expect(bench.csms.of("StatusNotification").map((call) => call.payload.status)).toEqual(["Available", "Finishing"]);
  });

  it("say -1 for a start that was not answered only with the quirk", async () => {
    const station = await online({
      quirks: { minusOneTransactionId: true },
      configuration: { LocalPreAuthorize: "true" },
    });
    await station.presentCard("CARD"); // fills the cache; no cable follows
    await until(() => station.connector(1).phase === "Available", "the connection time-out");
    station.goOffline();
    station.plugIn(CAR);
    expect(await station.presentCard("CARD")).toBe("started");
    await station.presentCard("CARD");
    station.goOnline();
    await until(() => bench.csms.of("StopTransaction").length === 1, "the stop");
    expect(bench.csms.of("StopTransaction")[0]?.payload.transactionId).toBe(-1);
  });
});

describe("quirks", () => {
  it("sends every transaction message twice as the same frame, and drops the second answer", async () => {
    const station = await charging({ quirks: { duplicateMessages: true } });
    await until(() => bench.csms.of("MeterValues").length >= 2, "samples");
    const [first, second] = bench.csms.of("StartTransaction");
    expect(second?.text).toBe(first?.text);
    expect(station.isOnline).toBe(true);
  });

  it("breaks clock, units and types on request", async () => {
    const station = await charging({ quirks: { clock: "noZone", units: "kwhLabelledWh", numericValues: true } });
    await until(() => bench.csms.of("MeterValues").length >= 1, "a sample");
    expect(bench.csms.of("StartTransaction")[0]?.payload.timestamp).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+$/);
    expect(bench.csms.of("MeterValues")[0]?.text).toMatch(/"unit":"Wh","value":0[,}]/);
    station.quirks = { clock: "epoch", units: "missing" };
    await station.presentCard("CARD");
    await until(() => bench.csms.of("StopTransaction").length === 1, "the stop");
    const stop = bench.csms.of("StopTransaction")[0];
    expect(stop?.payload.timestamp).toMatch(/^1970-01-01T/);
    expect(/"Transaction.End".*"unit"|"unit".*"Transaction.End"}]}]/.test(stop?.text.split("1970").at(-1) ?? "")).toBe(
      false,
    );
  });

  it("lets the register fall within a session after a meter reset", async () => {
    const station = await online({ connectors: [{ kind: "DC", powerW: 150_000 }] });
    station.flash.registersWh[1] = 500_000;
    station.plugIn(CAR);
    await station.presentCard("CARD");
    station.resetMeter();
    await station.presentCard("CARD");
    await until(() => bench.csms.of("StopTransaction").length === 1, "the stop");
    expect(bench.csms.of("StartTransaction")[0]?.payload.meterStart).toBe(500_000);
    expect(bench.csms.of("StopTransaction")[0]?.payload.meterStop).toBeLessThan(500_000);
  });
});
