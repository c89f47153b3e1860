import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Answer } from "../../services/station/station.ts";
import { DoorHarness } from "./testing/door-harness.ts";
import { deferred, echo, TENANT_ID } from "./testing/fake-desk.ts";

describe("two sockets of one station", () => {
  let door: DoorHarness;
  beforeEach(async () => {
    door = await new DoorHarness().start();
  });
  afterEach(() => door.stop());

  it("the newest wins, and the end of the old one does not unregister it", async () => {
    const old = await door.connect();
    const young = await door.connect();
    expect(await old.closed).toBe("1012 replaced");
    await expect.poll(() => door.desk.closed).toEqual([{ epoch: 1, reason: "1012 replaced" }]);
    expect(door.endpoint.connections.find(TENANT_ID, "id of CP1")?.station.epoch).toBe(2);
    await door.send("Reset");
    expect(await young.nextCall()).toMatchObject({ action: "Reset" });
    expect(door.endpoint.takeoversInThisHour(TENANT_ID, "id of CP1")).toBe(1);
    door.time.advance(3_600_000);
    expect(door.endpoint.takeoversInThisHour(TENANT_ID, "id of CP1")).toBe(0);
  });

  it("an answer that was begun on the old one is still sent there; what waits behind it is left for the new one", async () => {
    const answer = deferred<Answer>();
    door.desk.onHandle = () => answer.promise;
    const old = await door.connect();
    old.call("begun", "StartTransaction");
    old.call("waiting", "MeterValues");
    await expect.poll(() => door.desk.handled).toEqual(["begun"]);
    await door.connect();
    answer.resolve({ kind: "result", payload: {} });
    expect(await old.next()).toEqual([3, "begun", {}]);
    expect(await old.closed).toBe("1012 replaced");
    expect(door.desk.handled).toEqual(["begun"]);
  });

  it("the old one is not waited for longer than a moment", async () => {
    door.desk.onHandle = () => deferred<Answer>().promise;
    const old = await door.connect();
    old.call("stuck");
    await expect.poll(() => door.desk.handled).toEqual(["stuck"]);
    await door.connect();
    door.time.advance(1_000);
    expect(await old.closed).toBe("1012 replaced");
  });

  it("the old one starts nothing while the epoch is being raised, and goes on if it could not be", async () => {
    const old = await door.connect();
    const opening = deferred<void>();
    door.desk.onOpen = () => opening.promise;
    const attempt = door.connect().catch((error: Error) => error.message);
    await expect.poll(() => door.desk.admissions.length).toBe(2);
    old.call("a");
    await door.send("Reset");
    const pong = new Promise((resolve) => old.socket.once("pong", resolve));
    old.socket.ping();
    await pong;
    expect(door.desk.handled).toEqual([]);
    expect(old.pendingFrames).toBe(0);
    opening.reject(new Error("database away"));
    expect(await attempt).toBe("HTTP 503");
    expect(await old.nextCall()).toMatchObject({ action: "Reset" });
    expect(await old.next()).toEqual([3, "a", { action: "StatusNotification" }]);
  });

  it("of two that open at once the one with the higher epoch stays, whichever is ready first", async () => {
    const first = deferred<void>();
    const second = deferred<void>();
    const openings = [first.promise, second.promise];
    door.desk.onOpen = () => openings.shift() ?? Promise.resolve();
    const slow = door.connect().catch((error: Error) => error.message);
    await expect.poll(() => openings.length).toBe(1);
    const quick = door.connect();
    await expect.poll(() => openings.length).toBe(0);
    second.resolve();
    await quick;
    first.resolve();
    expect(await slow).toBe("HTTP 503");
    expect(door.endpoint.connections.find(TENANT_ID, "id of CP1")?.station.epoch).toBe(2);
    expect(door.desk.closed).toEqual([{ epoch: 1, reason: "replaced" }]);
  });
});

describe("the door", () => {
  let door: DoorHarness;
  beforeEach(async () => {
    door = await new DoorHarness().start();
  });
  afterEach(() => door.stop());

  it("closes a station's socket on demand, however long the reason", async () => {
    const station = await door.connect();
    await door.endpoint.commands.disconnect(TENANT_ID, "id of CP1", "ä".repeat(200));
    expect(await station.closed).toBe(`1008 ${"ä".repeat(61)}`);
    await door.endpoint.commands.disconnect(TENANT_ID, "unknown", "x");
  });

  it("tells the desk of a departure again until it is kept", async () => {
    const station = await door.connect();
    door.desk.onClose = async () => {
      throw new Error("database away");
    };
    station.socket.close(1000);
    await expect.poll(() => door.endpoint.connections.size).toBe(0);
    await new Promise((resolve) => setImmediate(resolve));
    door.desk.onClose = async () => undefined;
    expect(door.desk.closed).toEqual([]);
    door.time.advance(10_000);
    await expect.poll(() => door.desk.closed).toEqual([{ epoch: 1, reason: "1000" }]);
    door.time.advance(10_000);
    expect(door.desk.closed).toHaveLength(1);
  });

  it("drains: refuses newcomers, finishes what was begun, closes with 1012, and leaves no timer behind", async () => {
    const answer = deferred<Answer>();
    const idle = await door.connect("CP1");
    const busy = await door.connect("CP2");
    door.desk.onHandle = (call) => (call.messageId === "begun" ? answer.promise : Promise.resolve(echo(call)));
    busy.call("begun", "StopTransaction");
    busy.call("waiting", "MeterValues");
    await expect.poll(() => door.desk.handled).toEqual(["begun"]);
    const drained = door.endpoint.drain();
    expect(await idle.closed).toBe("1012 service restart");
    await expect(door.connect("CP3")).rejects.toThrow("HTTP 503");
    expect(door.refusals).toEqual(["draining"]);
    answer.resolve({ kind: "result", payload: { done: true } });
    expect(await busy.next()).toEqual([3, "begun", { done: true }]);
    expect(await busy.closed).toBe("1012 service restart");
    await drained;
    expect(door.desk.closed).toHaveLength(2);
    expect(door.desk.handled).toEqual(["begun"]);
    expect(door.time.timers).toBe(0);
    await door.endpoint.drain();
  });

  it("drains without waiting for ever", async () => {
    door.desk.onHandle = () => deferred<Answer>().promise;
    const station = await door.connect();
    station.call("stuck");
    await expect.poll(() => door.desk.handled).toEqual(["stuck"]);
    const drained = door.endpoint.drain();
    door.time.advance(5_000);
    expect(await station.closed).toBe("1012 service restart");
    await drained;
  });

  it("drains at once when nobody is there", async () => {
    await door.endpoint.drain();
    expect(door.time.timers).toBe(0);
  });

  it("counts handshakes that were under way into a drain", async () => {
    const opening = deferred<void>();
    door.desk.onOpen = () => opening.promise;
    const attempt = door.connect().catch((error: Error) => error.message);
    await expect.poll(() => door.desk.admissions.length).toBe(1);
    const drained = door.endpoint.drain();
    opening.resolve();
    expect(await attempt).toBe("HTTP 503");
    await drained;
    expect(door.desk.closed).toEqual([{ epoch: 1, reason: "left during the handshake" }]);
  });
});
