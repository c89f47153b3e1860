import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Answer } from "../../services/station/station.ts";
import { DoorHarness, type TestStation } from "./testing/door-harness.ts";
import { deferred, echo, TENANT_ID } from "./testing/fake-desk.ts";

const connectionOf = (door: DoorHarness) => door.endpoint.connections.find(TENANT_ID, "id of CP1");

describe("a connection", () => {
  let door: DoorHarness;
  const use = async (limits: ConstructorParameters<typeof DoorHarness>[0] = {}) => {
    await door?.stop();
    door = await new DoorHarness(limits).start();
  };
  beforeEach(() => use());
  afterEach(() => door.stop());

  /** Makes the desk hold CALLs until the test answers them by message id. */
  const holdCalls = () => {
    const held = new Map<string, ReturnType<typeof deferred<Answer>>>();
    door.desk.onHandle = (call) => {
      const answer = deferred<Answer>();
      held.set(call.messageId, answer);
      return answer.promise;
    };
    return {
      answer: (id: string) => held.get(id)?.resolve({ kind: "result", payload: { for: id } }),
      fail: (id: string, error: unknown) => held.get(id)?.reject(error),
    };
  };
  const handled = (...ids: string[]) => expect.poll(() => door.desk.handled).toEqual(ids);
  /** A round trip: all that was sent before has been read. */
  const settle = async (station: TestStation) => {
    const pong = new Promise((resolve) => station.socket.once("pong", resolve));
    station.socket.ping();
    await pong;
  };

  describe("inbound", () => {
    it("answers a CALL with what the desk says, in three or five elements", async () => {
      const station = await door.connect();
      station.call("a", "StatusNotification", null);
      expect(await station.next()).toEqual([3, "a", { action: "StatusNotification" }]);
      door.desk.onHandle = async () => ({ kind: "error", code: "NotSupported", description: "no" });
      station.call("b");
      expect(await station.next()).toEqual([4, "b", "NotSupported", "no", {}]);
      door.desk.onHandle = async () => ({ kind: "error", code: "Invented", description: "x", details: { a: 1 } });
      station.call("c");
      expect(await station.next()).toEqual([4, "c", "InternalError", "x", { a: 1 }]);
      expect(door.desk.seenFrames).toBeGreaterThanOrEqual(3);
    });

    it("hands on what was odd about a frame that could be understood", async () => {
      const heard: (readonly string[])[] = [];
      door.desk.onHandle = async (call) => {
        heard.push(call.quirks);
        return echo(call);
      };
      const station = await door.connect();
      station.socket.send('[2,"a","StatusNotification",{"info":,"connectorId":1}]');
      station.call("b");
      await handled("a", "b");
      expect(heard).toEqual([["repairedJson"], []]);
      await door.send("Reset");
      await station.next();
      await station.next();
      const { id } = await station.nextCall();
      station.socket.send(`[3,"${id}",{"status":}]`);
      await expect.poll(() => door.desk.logged).toMatchObject([{ messageId: id, quirks: ["repairedJson"] }]);
    });

    it("works on CALLs strictly one after another, in the order they came", async () => {
      const calls = holdCalls();
      const station = await door.connect();
      for (const id of ["a", "b", "c"]) station.call(id);
      await settle(station);
      await handled("a");
      calls.answer("a");
      expect(await station.next()).toEqual([3, "a", { for: "a" }]);
      await handled("a", "b");
      calls.answer("b");
      await handled("a", "b", "c");
      calls.answer("c");
      expect(await station.next()).toEqual([3, "b", { for: "b" }]);
      expect(await station.next()).toEqual([3, "c", { for: "c" }]);
    });

    it("serves a station that uses one message id for everything", async () => {
      const station = await door.connect();
      station.call("1", "Heartbeat");
      station.call("1", "StatusNotification");
      expect(await station.next()).toEqual([3, "1", { action: "Heartbeat" }]);
      expect(await station.next()).toEqual([3, "1", { action: "StatusNotification" }]);
    });

    it("lets a Heartbeat, and nothing else, overtake a CALL that has been worked on for two seconds", async () => {
      const calls = holdCalls();
      const station = await door.connect();
      station.call("stuck", "StartTransaction");
      station.call("later", "MeterValues");
      station.call("beat", "Heartbeat");
      await settle(station);
      door.time.advance(1_999);
      expect(door.desk.handled).toEqual(["stuck"]);
      door.time.advance(1);
      await handled("stuck", "beat");
      calls.answer("beat");
      expect(await station.next()).toEqual([3, "beat", { for: "beat" }]);
      station.call("beat2", "Heartbeat");
      await handled("stuck", "beat", "beat2");
      calls.answer("stuck");
      expect(await station.next()).toEqual([3, "stuck", { for: "stuck" }]);
      await handled("stuck", "beat", "beat2", "later");
    });

    it("answers nothing when a CALL could not be kept, but Heartbeats, and closes so that the station repeats it", async () => {
      const calls = holdCalls();
      const station = await door.connect();
      station.call("lost", "StartTransaction");
      station.call("behind", "MeterValues");
      await settle(station);
      calls.fail("lost", new Error("database away"));
      door.desk.onHandle = async (call) => echo(call);
      station.call("beat", "Heartbeat");
      station.call("other", "StatusNotification");
      expect(await station.next()).toEqual([3, "beat", { action: "Heartbeat" }]);
      await settle(station);
      expect(door.desk.handled).toEqual(["lost", "beat"]);
      expect(station.pendingFrames).toBe(0);
      door.time.advance(5_000);
      expect(await station.closed).toBe("1013 try again later");
    });

    it("answers a Heartbeat that was waiting when the CALL before it was lost", async () => {
      const calls = holdCalls();
      const station = await door.connect();
      station.call("lost");
      station.call("beat", "Heartbeat");
      await settle(station);
      calls.fail("lost", new Error("database away"));
      await handled("lost", "beat");
      calls.answer("beat");
      expect(await station.next()).toEqual([3, "beat", { for: "beat" }]);
    });

    it("closes at once when a newer connection elsewhere has fenced this one off", async () => {
      const station = await door.connect();
      door.desk.onHandle = () => Promise.reject(Object.assign(new Error("replaced"), { code: "superseded" }));
      station.call("a");
      expect(await station.closed).toBe("1012 replaced");
    });

    it("gives up a CALL that nobody finishes, by closing", async () => {
      holdCalls();
      const station = await door.connect();
      station.call("stuck");
      await handled("stuck");
      for (let minute = 0; minute < 14; minute++) {
        door.time.advance(60_000);
        await settle(station);
      }
      door.time.advance(120_000);
      expect(await station.closed).toBe("1013 try again later");
    });

    it("stops reading above the limit of waiting CALLs, and loses none", async () => {
      await use({ maxWaitingCalls: 10 });
      const calls = holdCalls();
      const station = await door.connect();
      for (let index = 0; index < 40; index++) station.call(String(index));
      await expect.poll(() => connectionOf(door)?.isReadingPaused).toBe(true);
      for (let visit = 0; visit < 4; visit++) door.time.advance(25_000); // no silence time-out while we do not read
      expect(station.socket.readyState).toBe(station.socket.OPEN);
      for (let index = 0; index < 40; index++) {
        await expect.poll(() => door.desk.handled.length).toBe(index + 1);
        calls.answer(String(index));
        expect((await station.next())[1]).toBe(String(index));
      }
      expect(connectionOf(door)?.isReadingPaused).toBe(false);
    });
  });

  describe("before a station was ever accepted", () => {
    beforeEach(() => {
      door.desk.initial = { ...door.desk.initial, hasBooted: false, registration: "pending" };
    });

    it("answers anything but a BootNotification with SecurityError", async () => {
      const station = await door.connect();
      station.call("a", "StatusNotification");
      expect((await station.next()).slice(0, 3)).toEqual([4, "a", "SecurityError"]);
      station.call("b", "Heartbeat");
      expect((await station.next()).slice(0, 3)).toEqual([4, "b", "SecurityError"]);
      expect(door.desk.handled).toEqual([]);
      expect(door.desk.logged[0]).toMatchObject({
        action: "StatusNotification",
        errorCode: "SecurityError",
        raw: "{}",
      });
    });

    it("lets the CALL behind a boot wait for it instead of refusing it, and holds our CALLs until the boot is answered", async () => {
      const boot = deferred<void>();
      door.desk.onHandle = async (call, served) => {
        if (call.action === "BootNotification") {
          served.registration = "accepted";
          served.hasBooted = true;
          await boot.promise;
        }
        return echo(call);
      };
      const station = await door.connect();
      station.call("boot", "BootNotification");
      station.call("status", "StatusNotification");
      expect(await door.send("GetConfiguration")).toBe("queued");
      await settle(station);
      expect(station.pendingFrames).toBe(0);
      boot.resolve();
      expect(await station.next()).toEqual([3, "boot", { action: "BootNotification" }]);
      expect(await station.nextCall()).toMatchObject({ action: "GetConfiguration" });
      expect(await station.next()).toEqual([3, "status", { action: "StatusNotification" }]);
    });

    it("sends our CALLs to a pending station once its BootNotification was answered", async () => {
      const station = await door.connect();
      expect(await door.send("GetConfiguration")).toBe("queued");
      door.time.advance(60_000);
      await settle(station);
      expect(station.pendingFrames).toBe(0);
      station.call("boot", "BootNotification");
      expect(await station.next()).toEqual([3, "boot", { action: "BootNotification" }]);
      expect(await station.nextCall()).toMatchObject({ action: "GetConfiguration" });
    });

    it("hears what a pending station was told to send, and nothing else", async () => {
      const station = await door.connect();
      station.call("boot", "BootNotification");
      await station.next();
      const trigger = { ...door.command("TriggerMessage"), request: { requestedMessage: "StatusNotification" } };
      expect(await door.endpoint.commands.send(trigger)).toBe("queued");
      const { id } = await station.nextCall();
      station.socket.send(JSON.stringify([3, id, { status: "Accepted" }]));
      station.call("1", "StatusNotification");
      expect(await station.next()).toEqual([3, "1", { action: "StatusNotification" }]);
      station.call("2", "MeterValues");
      expect((await station.next()).slice(0, 3)).toEqual([4, "2", "SecurityError"]);
    });

    it("keeps our CALLs from a rejected station, and gives them up in time", async () => {
      door.desk.initial = { ...door.desk.initial, registration: "rejected" };
      const station = await door.connect();
      station.call("boot", "BootNotification");
      await station.next();
      expect(await door.send("Reset")).toBe("queued");
      await settle(station);
      expect(station.pendingFrames).toBe(0);
      station.socket.on("ping", () => undefined);
      for (let minute = 0; minute < 6; minute++) {
        door.time.advance(60_000);
        await settle(station);
      }
      await expect.poll(() => door.desk.progress).toEqual(["Reset timedOut timeout"]);
    });
  });

  describe("our CALLs", () => {
    it("leave one at a time, the urgent ones first, and tell the desk of every step", async () => {
      const station = await door.connect();
      for (const action of ["GetConfiguration", "Reset", "RemoteStopTransaction", "UnlockConnector"]) {
        expect(await door.send(action)).toBe("queued");
      }
      const order: string[] = [];
      for (let index = 0; index < 4; index++) {
        const call = await station.nextCall();
        expect(call.id).toMatch(/^[0-9a-f-]{36}$/);
        expect(station.pendingFrames).toBe(0);
        expect(door.desk.left.at(-1)).toBe(call.action);
        order.push(call.action);
        station.socket.send(JSON.stringify([3, call.id, { status: "Accepted" }]));
      }
      expect(order).toEqual(["GetConfiguration", "RemoteStopTransaction", "UnlockConnector", "Reset"]);
      await expect.poll(() => door.desk.progress.slice(-2)).toEqual(["Reset sent", "Reset answered"]);
      expect(door.desk.logged).toHaveLength(4);
      expect(door.desk.logged[0]).toMatchObject({
        ...{ direction: "out", action: "GetConfiguration", response: { status: "Accepted" }, errorCode: null },
        request: { about: "GetConfiguration" },
      });
    });

    it("are answered while a CALL of the station is still being worked on", async () => {
      holdCalls();
      const station = await door.connect();
      station.call("stuck");
      await handled("stuck");
      await door.send("Reset");
      const { id } = await station.nextCall();
      station.socket.send(JSON.stringify([3, id, { status: "Accepted" }]));
      await expect.poll(() => door.desk.progress).toEqual(["Reset sent", "Reset answered"]);
    });

    it("fail with the station's CALLERROR, however badly it is written", async () => {
      const station = await door.connect();
      await door.send("Reset");
      station.socket.send(JSON.stringify([4, (await station.nextCall()).id, "NotSupported"]));
      await expect.poll(() => door.desk.progress).toEqual(["Reset sent", "Reset failed"]);
      expect(door.desk.logged[0]).toMatchObject({ errorCode: "NotSupported", response: {} });
      await door.send("ClearCache");
      station.socket.send(`[3,"${(await station.nextCall()).id}",{"status":`);
      await expect.poll(() => door.desk.progress.slice(-1)).toEqual(["ClearCache failed"]);
    });

    it("time out, ignore the late answer, and make room for the next", async () => {
      const station = await door.connect();
      await door.send("Reset", "first");
      await door.send("ClearCache", "second");
      const { id } = await station.nextCall();
      door.time.advance(30_000);
      expect(await station.nextCall()).toMatchObject({ action: "ClearCache" });
      station.socket.send(JSON.stringify([3, id, { status: "Accepted" }]));
      station.socket.send(JSON.stringify([3, "", {}]));
      await expect.poll(() => door.odd).toEqual(["lateAnswer", "lateAnswer"]);
      expect(door.desk.progress).toEqual(["first sent", "first timedOut timeout", "second sent"]);
    });

    it.each([
      ["late", (id: string, keys: string) => `[3,"${id}",{"configurationKey":[${keys}]}]`],
      ["late and broken", (id: string, keys: string) => `[3,"${id}",{"configurationKey":[${keys}`],
      ["cut off before the key", (id: string, keys: string) => `[3,"${id}",{"configurationKey":[${keys.slice(0, 24)}`],
    ])("keep no password that a station tells in an answer that is %s", async (_, frame) => {
      const station = await door.connect();
      await door.send("GetConfiguration");
      const { id } = await station.nextCall();
      door.time.advance(30_000);
      station.socket.send(frame(id, '{"value":"s3cret","readonly":false,"key":"AuthorizationKey"}'));
      await expect.poll(() => door.odd).toHaveLength(1);
      expect(door.desk.logged.at(-1)).toMatchObject({ messageId: id, raw: null });
      expect(JSON.stringify(door.desk.logged)).not.toContain("s3cret");
    });

    it.each([
      ["late", (id: string) => `[3,"${id}",{"configurationKey":[{"key":"HeartbeatInterval","value":"300"}]}]`],
      ["malformed", (id: string) => `[3,"${id}","HeartbeatInterval=300"]`],
    ])("are kept word for word when they are %s and tell no password", async (_, frame) => {
      const station = await door.connect();
      await door.send("GetConfiguration");
      const { id } = await station.nextCall();
      door.time.advance(30_000);
      const text = frame(id);
      station.socket.send(text);
      await expect.poll(() => door.desk.logged.at(-1)).toMatchObject({ messageId: id, raw: text });
    });

    it("close the socket after three that were not answered, and do not send a fourth", async () => {
      const station = await door.connect();
      for (const id of ["1", "2", "3", "4"]) await door.send("Reset", id);
      for (let index = 0; index < 3; index++) {
        await station.nextCall();
        door.time.advance(30_000);
      }
      expect(await station.closed).toBe("1008 3 calls were not answered");
      expect(station.pendingFrames).toBe(0);
      await expect.poll(() => door.desk.progress.at(-1)).toBe("4 timedOut disconnected");
    });

    it("are told to be offline or busy", async () => {
      await use({ maxQueuedCalls: 2 });
      expect(await door.send("Reset")).toBe("offline");
      const station = await door.connect();
      expect(await door.send("Reset", "in flight")).toBe("queued");
      expect(await door.send("Reset", "1")).toBe("queued");
      expect(await door.send("Reset", "2")).toBe("queued");
      expect(await door.send("Reset", "3")).toBe("busy");
      station.socket.terminate();
      await expect.poll(() => door.desk.closed).toHaveLength(1);
      expect(await door.send("Reset")).toBe("offline");
      expect(door.desk.progress).toEqual([
        ...["in flight sent", "1 timedOut disconnected", "2 timedOut disconnected", "in flight timedOut disconnected"],
      ]);
    });

    it("wait for the station's own first CALL, or for a short while", async () => {
      await use({ quietStartMs: 2_000 });
      const station = await door.connect();
      await door.send("Reset", "1");
      await settle(station);
      expect(station.pendingFrames).toBe(0);
      station.call("a");
      expect((await station.next())[0]).toBe(3);
      expect(await station.nextCall()).toMatchObject({ about: "1" });
      const other = await door.connect("CP2");
      await door.endpoint.commands.send(door.command("Reset", "2", "id of CP2"));
      await settle(other);
      expect(other.pendingFrames).toBe(0);
      door.time.advance(2_000);
      expect(await other.nextCall()).toMatchObject({ about: "2" });
    });
  });

  describe("hostile input", () => {
    it.each([
      ['[2,"a","StatusNotification",{"x":}', "a"],
      ['[2,"a","StatusNotification",[1]]', "a"],
      ['[2,"a",7,{}]', "a"],
      [`[2,"a","X",${"[".repeat(200)}${"]".repeat(200)}]`, "a"],
    ])("answers a broken CALL whose id can be read with FormationViolation (%#)", async (text, id) => {
      const station = await door.connect();
      station.socket.send(text);
      const answer = await station.next();
      expect(answer.slice(0, 3)).toEqual([4, id, "FormationViolation"]);
      expect(answer).toHaveLength(5);
      expect(door.desk.logged[0]).toMatchObject({ messageId: id, errorCode: "FormationViolation", raw: text });
    });

    it("answers nothing to what cannot be answered, and goes on", async () => {
      const station = await door.connect();
      const frames = [
        "",
        "{",
        "null",
        "7",
        "[]",
        '["x"]',
        "[2]",
        "[2,null,1]",
        '[9,"a",{}]',
        '[3,"a"',
        '[4,"no","such"]',
      ];
      for (const text of frames) station.socket.send(text);
      station.call("ok");
      expect(await station.next()).toEqual([3, "ok", { action: "StatusNotification" }]);
      expect(door.odd).toHaveLength(frames.length);
    });

    it("keeps a flood of broken frames out of the database, across reconnects too", async () => {
      const station = await door.connect();
      for (let index = 0; index < 100; index++) station.socket.send(`${index} \u0000 ${"x".repeat(10_000)}`);
      await expect.poll(() => door.odd.length).toBe(100);
      expect(door.desk.logged).toHaveLength(20);
      expect(door.desk.logged[0]?.raw?.length).toBeLessThanOrEqual(4096);
      expect(door.desk.logged[0]?.raw).not.toContain("\u0000");
      door.time.advance(3_000);
      station.socket.send("one more");
      await expect.poll(() => door.desk.logged.length).toBe(21);
      expect(door.desk.logged[20]?.errorDescription).toContain("(80 more not logged)");
      const again = await door.connect();
      again.socket.send("x");
      await expect.poll(() => door.odd.length).toBe(102);
      expect(door.desk.logged).toHaveLength(21);
    });

    it("closes with 1009 for a frame above the limit, 1003 for a binary one, 1007 for what is no UTF-8", async () => {
      await use({ maxFrameBytes: 1000 });
      const big = await door.connect("CP1");
      big.call("a", "DataTransfer", { data: "x".repeat(1000) });
      expect(await big.closed).toBe("1009");
      const binary = await door.connect("CP2");
      binary.socket.send(Buffer.from('[2,"a","Heartbeat",{}]'));
      expect(await binary.closed).toBe("1003 text frames only");
      const broken = await door.connect("CP3");
      broken.socket.send(Buffer.from([0x5b, 0xff, 0x5d]), { binary: false });
      expect(await broken.closed).toBe("1007");
      expect(door.odd.sort()).toEqual(["binary", "broken", "oversized"]);
    });

    it("slows down who sends too fast, and loses nothing", async () => {
      await use({ frames: { burst: 10, perSecond: 10 } });
      const station = await door.connect();
      for (let index = 0; index < 12; index++) station.call(String(index));
      await expect.poll(() => connectionOf(door)?.isReadingPaused).toBe(true);
      station.call("late");
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(door.desk.handled).not.toContain("late");
      door.time.advance(1_000);
      for (let index = 0; index < 12; index++) expect((await station.next())[1]).toBe(String(index));
      expect((await station.next())[1]).toBe("late");
    });

    it("closes with 1008 who keeps sending too fast for minutes, control frames included", async () => {
      await use({ frames: { burst: 5, perSecond: 10 }, abuseAfterMs: 10_000 });
      const station = await door.connect();
      let isClosed = false;
      void station.closed.then(() => {
        isClosed = true;
      });
      while (!isClosed) {
        for (let index = 0; index < 10; index++) if (station.socket.readyState === 1) station.socket.ping();
        await new Promise((resolve) => setTimeout(resolve, 2));
        door.time.advance(500);
      }
      expect(await station.closed).toBe("1008 too many frames");
    });

    it("drops a station that does not read what it is sent", async () => {
      await use({ maxBufferedBytes: 100_000, frames: { burst: 10_000, perSecond: 1 } });
      door.desk.onHandle = async () => ({ kind: "result", payload: { data: "x".repeat(500_000) } });
      const station = await door.connect();
      station.socket.pause();
      for (let index = 0; index < 60; index++) station.call(String(index));
      await expect.poll(() => door.desk.closed, { timeout: 3_000 }).toHaveLength(1);
      expect(door.endpoint.connections.size).toBe(0);
    });
  });

  describe("silence", () => {
    const intervals = async (count: number) => {
      for (let index = 0; index < count; index++) {
        door.time.advance(25_000);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };

    it("is broken by any frame, pongs included", async () => {
      const station = await door.connect();
      await intervals(6);
      expect(station.socket.readyState).toBe(station.socket.OPEN);
    });

    it("of three intervals ends the socket of a station that used to answer pings", async () => {
      const station = await door.connect();
      await intervals(2);
      station.socket.pause();
      await intervals(3);
      expect(door.endpoint.connections.size).toBe(1);
      await intervals(1);
      await expect.poll(() => door.endpoint.connections.size).toBe(0);
      station.socket.resume();
    });

    it("of three Heartbeat intervals is granted to a station that never answered a ping", async () => {
      door.desk.initial = { ...door.desk.initial, heartbeatIntervalS: 60 };
      const station = await door.connect();
      station.socket.pause();
      await intervals(8); // 200 s
      expect(door.endpoint.connections.size).toBe(1);
      await intervals(2);
      await expect.poll(() => door.endpoint.connections.size).toBe(0);
      station.socket.resume();
    });
  });
});
