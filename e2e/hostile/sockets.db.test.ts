import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import WebSocket from "ws";
import { CARD } from "./server.ts";
import { attack, setStage } from "./stage.ts";
import { frame, tcpOf } from "./wire.ts";

const stage = setStage();

const TEXT = 1;
const heartbeat = (id: string): string => JSON.stringify([2, id, "Heartbeat", {}]);
const MOST_BYTES = 1_048_576;
/** A CALL of exactly so many bytes. */
const callOf = (id: string, bytes: number): string => {
  const around = JSON.stringify([2, id, "DataTransfer", { vendorId: "V", data: "" }]).length;
  return JSON.stringify([2, id, "DataTransfer", { vendorId: "V", data: "x".repeat(bytes - around) }]);
};

attack(stage, "frames on the wire", () => {
  test.each([
    ["a binary frame", [frame(2, heartbeat("a"))], 1003],
    ["no UTF-8", [frame(TEXT, Buffer.from([0x22, 0xc3, 0x28, 0x22]))], 1007],
    ["a half surrogate as UTF-8", [frame(TEXT, Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))], 1007],
    ["an overlong NUL", [frame(TEXT, Buffer.from([0x22, 0xc0, 0x80, 0x22]))], 1007],
    ["the bit of compression without compression", [frame(TEXT, heartbeat("a"), { rsv1: true })], 1002],
    ["a reserved kind of data", [frame(3, heartbeat("a"))], 1002],
    ["a reserved kind of control", [frame(11)], 1002],
    ["no mask", [frame(TEXT, heartbeat("a"), { masked: false })], 1002],
    ["a ping of 126 bytes", [frame(9, "x".repeat(126))], 1002],
    ["a ping in pieces", [frame(9, "x", { fin: false })], 1002],
    ["the rest of nothing", [frame(0, "x")], 1002],
    ["a message within a message", [frame(TEXT, "[", { fin: false }), frame(TEXT, heartbeat("a"))], 1002],
    ["a close of one byte", [frame(8, "x")], 1002],
    ["a close with a code that must not be sent", [frame(8, Buffer.from([0x03, 0xed]))], 1002],
    ["a close for a reason that is no text", [frame(8, Buffer.from([0x03, 0xe8, 0xff]))], 1007],
    ["a length of 2^63", [frame(TEXT, "x", { length: 2n ** 63n })], 1009],
    ["a length of 2^53", [frame(TEXT, "x", { length: 2n ** 53n })], 1009],
    ["a length just above the limit", [frame(TEXT, "x", { length: BigInt(MOST_BYTES + 1) })], 1009],
    ["a frame just above the limit", [frame(TEXT, callOf("a", MOST_BYTES + 1))], 1009],
    [
      "pieces that together are above the limit",
      [frame(TEXT, "x".repeat(600_000), { fin: false }), frame(0, "x".repeat(600_000))],
      1009,
    ],
    [
      "two thousand pieces",
      [frame(TEXT, "", { fin: false }), ...Array(2_000).fill(frame(0, "x", { fin: false }))],
      1008,
    ],
  ] as const)("%s closes the socket", async (_, frames, code) => {
    const attacker = await stage.attacker();
    tcpOf(attacker).write(Buffer.concat(frames));
    expect(await attacker.closed).toBe(code);
    expect(attacker.heard).toEqual([]);
    // The station's page says why, and the station comes back.
    expect(await stage.log(attacker.station)).toEqual([
      expect.objectContaining({ action: null, error_description: expect.stringMatching(/./) }),
    ]);
    const again = await stage.connect(attacker.station);
    expect(await again.result("b", "Heartbeat", {})).toBeDefined();
    again.socket.terminate();
  });

  test("a CALL in pieces, with control frames and empty pieces between them, is one CALL", async () => {
    const attacker = await stage.attacker();
    const bytes = Buffer.from(JSON.stringify([2, "ü€", "Heartbeat", {}]));
    const pieces = Array.from(bytes, (byte) => [frame(0, Buffer.from([byte]), { fin: false }), frame(9, "p")]).flat();
    tcpOf(attacker).write(Buffer.concat([frame(TEXT, "", { fin: false }), ...pieces, frame(0), frame(10, "unasked")]));
    expect(await attacker.answerTo("ü€")).toEqual([3, "ü€", { currentTime: expect.any(String) }]);
    attacker.socket.terminate();
  });

  test("frames up to the limit are served", async () => {
    const attacker = await stage.attacker();
    for (const bytes of [65_535, 65_536, MOST_BYTES - 1, MOST_BYTES]) {
      attacker.socket.send(callOf(`b${bytes}`, bytes));
      expect(await attacker.answerTo(`b${bytes}`)).toEqual([3, `b${bytes}`, { status: "UnknownVendorId" }]);
    }
    attacker.socket.terminate();
  });

  test("a byte at a time is a frame all the same", async () => {
    const attacker = await stage.attacker();
    for (const byte of frame(TEXT, heartbeat("slow"))) {
      tcpOf(attacker).write(Buffer.from([byte]));
      await sleep(2);
    }
    expect(await attacker.answerTo("slow")).toBeDefined();
    attacker.socket.terminate();
  });
});

attack(stage, "more than is reasonable", () => {
  test("300 CALLs sent at once are answered one after the other, none left out", async () => {
    const attacker = await stage.attacker();
    const ids = Array.from({ length: 300 }, (_, index) => `p${index}`);
    const frames = ids.map((id, index) =>
      frame(
        TEXT,
        index % 3 === 0
          ? JSON.stringify([2, id, "StatusNotification", { connectorId: 1, status: "Available", errorCode: "NoError" }])
          : JSON.stringify([2, id, "Authorize", { idTag: id }]),
      ),
    );
    tcpOf(attacker).write(Buffer.concat(frames));
    await attacker.answerTo("p299");
    expect(attacker.heard.map(([type, id]) => [type, id])).toEqual(ids.map((id) => [3, id]));
    expect(await stage.log(attacker.station, 300)).toHaveLength(300);
    attacker.socket.terminate();
  });

  test("pings are answered, and CALLs between them", async () => {
    const attacker = await stage.attacker();
    let pongs = 0;
    attacker.socket.on("pong", () => pongs++);
    for (let round = 1; round <= 8; round++) {
      for (let count = 0; count < 50; count++) attacker.socket.ping(String(count));
      expect(await attacker.result(`r${round}`, "Heartbeat", {})).toBeDefined();
      expect(pongs).toBe(50 * round);
    }
    attacker.socket.terminate();
  });

  test("a flood of pings ends the socket without a word, and the station may come back", async () => {
    const attacker = await stage.attacker();
    tcpOf(attacker).write(Buffer.concat(Array(5_000).fill(frame(9, "x".repeat(125)))));
    expect(await attacker.closed).toBe(1006);
    const again = await stage.connect(attacker.station);
    expect(await again.result("a", "Heartbeat", {})).toBeDefined();
    again.socket.terminate();
  });

  test("floods, slow readers, huge frames and lost peers cost the neighbours nothing, and memory stays flat", async () => {
    const attackOnce = async () => {
      const attackers = await Promise.all(Array.from({ length: 12 }, () => stage.attacker()));
      for (const [index, attacker] of attackers.entries()) {
        const tcp = tcpOf(attacker);
        if (index % 2 === 0) tcp.pause(); // never reads what it is answered
        if (index % 3 === 0) for (let count = 0; count < 3; count++) attacker.socket.send(callOf(`b${count}`, 900_000));
        for (let count = 0; count < 2_000; count++) {
          attacker.socket.send(count % 3 === 0 ? "garbage" : heartbeat(`f${count}`.padEnd(200, "x")));
        }
        if (index % 4 === 0) for (let count = 0; count < 2_000; count++) attacker.socket.ping("x".repeat(125));
        tcp.write(frame(TEXT, "unfinished", { fin: false }));
      }
      await sleep(2_500);
      for (const [index, attacker] of attackers.entries()) {
        if (index % 2 === 0) tcpOf(attacker).destroy();
        else attacker.socket.terminate();
      }
      await sleep(500);
    };
    await attackOnce();
    const before = stage.server.rssMib;
    for (let round = 0; round < 3; round++) await attackOnce();
    // The first attack warms everything up; what three more leave behind is at most the garbage of the moment.
    expect(stage.server.rssMib - before).toBeLessThan(80);
  }, 60_000);
});

const isOnline = async (chargePointId: string): Promise<unknown> => {
  const [row] = await stage.database.owner.sql`select is_online from charge_point where id = ${chargePointId}`;
  return row?.is_online;
};

async function eventuallyOnline(chargePointId: string, expected: boolean): Promise<void> {
  for (let attempt = 0; attempt < 100 && (await isOnline(chargePointId)) !== expected; attempt++) await sleep(50);
  expect(await isOnline(chargePointId)).toBe(expected);
}

attack(stage, "sockets that come and go", () => {
  test("of two sockets with one identity the newest is served, and the old one's end leaves it online", async () => {
    const first = await stage.attacker();
    const second = await stage.connect(first.station);
    expect(await first.closed).toBe(1012);
    expect(await second.result("x", "Heartbeat", {})).toBeDefined();
    await sleep(200); // by now the old one's end is dealt with
    expect(await isOnline(first.station.chargePointId)).toBe(true);
    second.socket.close();
    await eventuallyOnline(first.station.chargePointId, false);
  });

  test("two stations that take the identity from each other lose nothing that was answered", async () => {
    const station = await stage.server.addStation();
    const answered: string[] = [];
    for (let round = 0; round < 30; round++) {
      const talk = await stage.connect(station);
      const payload = { connectorId: 1, status: "Available", errorCode: "NoError", info: `r${round}` };
      await talk.result(`r${round}`, "StatusNotification", payload);
      answered.push(`r${round}`);
    }
    const rows = await stage.database.owner.sql<{ info: string }[]>`
      select info from connector_status where charge_point_id = ${station.chargePointId} order by received_at`;
    expect(rows.map(({ info }) => info)).toEqual(answered);
    expect(await isOnline(station.chargePointId)).toBe(true);
  });

  test("a start said on the old socket and again on the new one is one session", async () => {
    const first = await stage.attacker();
    const start = { connectorId: 1, idTag: CARD, meterStart: 7, timestamp: new Date().toISOString() };
    first.socket.send(JSON.stringify([2, "a", "StartTransaction", start]));
    const second = await stage.connect(first.station);
    const { transactionId } = await second.result("b", "StartTransaction", start);
    await first.closed;
    const [, , early] = first.heard;
    if (early) expect(early[2]).toMatchObject({ transactionId });
    const rows = await stage.database.owner.sql<{ transaction_id: number }[]>`
      select transaction_id from session where charge_point_id = ${first.station.chargePointId}`;
    expect(rows).toEqual([{ transaction_id: transactionId }]);
    second.socket.terminate();
  });

  test("sockets opened all at once with one identity end in one that is served", async () => {
    const station = await stage.server.addStation();
    const opened = await Promise.all(
      Array.from({ length: 20 }, () => stage.connect(station).catch(({ message }: Error) => message)),
    );
    for (const outcome of opened) if (typeof outcome === "string") expect(outcome).toBe("503");
    const talks = opened.filter((outcome) => typeof outcome !== "string");
    for (let attempt = 0; attempt < 100 && talks.filter(isOpen).length > 1; attempt++) await sleep(50);
    const [last, ...others] = talks.filter(isOpen);
    expect(others).toEqual([]);
    expect(await last?.result("x", "Heartbeat", {})).toBeDefined();
    expect(await isOnline(station.chargePointId)).toBe(true);
    last?.socket.terminate();
  });

  test.each([
    ["ends its side only", (tcp: ReturnType<typeof tcpOf>) => tcp.end()],
    ["resets", (tcp: ReturnType<typeof tcpOf>) => tcp.resetAndDestroy()],
    [
      "vanishes in the middle of a frame",
      (tcp: ReturnType<typeof tcpOf>) => {
        tcp.write(frame(TEXT, "x", { length: 500_000n }));
        tcp.destroy();
      },
    ],
    [
      "closes, and speaks on",
      (tcp: ReturnType<typeof tcpOf>) => tcp.write(Buffer.concat([frame(8), frame(TEXT, heartbeat("late"))])),
    ],
  ])("a peer that %s is offline soon, and what it said before is kept", async (_, leave) => {
    const attacker = await stage.attacker();
    const status = { connectorId: 1, status: "Faulted", errorCode: "GroundFailure" };
    await attacker.result("a", "StatusNotification", status);
    leave(tcpOf(attacker));
    await eventuallyOnline(attacker.station.chargePointId, false);
    expect((await stage.log(attacker.station)).map(({ message_id }) => message_id)).toContain("a");
  });
});

const isOpen = ({ socket }: { readonly socket: WebSocket }): boolean => socket.readyState === WebSocket.OPEN;
