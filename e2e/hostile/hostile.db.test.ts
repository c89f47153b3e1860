import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import { createTestDatabase, type TestDatabase } from "../../server/testing/database.ts";
import { AttackedServer, type Identity } from "./server.ts";

let database: TestDatabase;
let server: AttackedServer;
let neighbour: Neighbour;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await AttackedServer.start(database);
  neighbour = new Neighbour(await open(await server.addStation()));
});
afterAll(async () => {
  neighbour?.stop();
  await server?.stop();
  await database?.close();
});

const basic = (identity: string, password: string) =>
  `Basic ${Buffer.from(`${identity}:${password}`).toString("base64")}`;

function open(station: Identity): Promise<WebSocket> {
  const socket = new WebSocket(server.url(station.identity), ["ocpp1.6"], {
    headers: { authorization: basic(station.identity, station.password) },
  });
  socket.on("error", () => {});
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve(socket));
    socket.once("unexpected-response", (_, response) => reject(new Error(String(response.statusCode))));
  });
}
const attacker = async () => open(await server.addStation());
const closed = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.once("close", resolve));

/** The next frame, or null after some silence. */
function answer(socket: WebSocket, patienceMs = 3_000): Promise<unknown[] | null> {
  return new Promise((resolve) => {
    const timer = globalThis.setTimeout(() => resolve(null), patienceMs);
    socket.once("message", (data) => {
      clearTimeout(timer);
      resolve(JSON.parse(String(data)) as unknown[]);
    });
  });
}

/** A well-behaved station: every one of its messages must be answered, whatever happens beside it. */
class Neighbour {
  readonly #socket: WebSocket;
  readonly #timer: NodeJS.Timeout;
  readonly #sentAt = new Map<string, number>();
  #count = 0;
  answered = 0;
  slowestMs = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => {
      const [type, id] = JSON.parse(String(data)) as [number, string];
      const sentAt = this.#sentAt.get(id);
      if (type !== 3 || sentAt === undefined) return;
      this.#sentAt.delete(id);
      this.answered += 1;
      this.slowestMs = Math.max(this.slowestMs, performance.now() - sentAt);
    });
    this.#timer = setInterval(() => this.#speak(), 50);
  }

  #speak(): void {
    const id = `n${this.#count++}`;
    this.#sentAt.set(id, performance.now());
    const isHeartbeat = this.#count % 2 === 0;
    const meterValue = [{ timestamp: new Date().toISOString(), sampledValue: [{ value: String(this.#count) }] }];
    this.#socket.send(
      JSON.stringify(isHeartbeat ? [2, id, "Heartbeat", {}] : [2, id, "MeterValues", { connectorId: 1, meterValue }]),
    );
  }

  /** Messages that were never answered. */
  async missing(): Promise<number> {
    clearInterval(this.#timer);
    for (let attempt = 0; attempt < 100 && this.#sentAt.size > 0; attempt++) await sleep(50);
    return this.#sentAt.size;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#socket.terminate();
  }
}

describe("what a hostile station says", () => {
  test.each([
    ["[2,", null],
    ["nonsense", null],
    ["", null],
    ["{}", null],
    ['[9,"x"]', null],
    ['[2,"a"]', ["a", "FormationViolation"]],
    ['[2,"b","Nonsense",{}]', ["b", "NotImplemented"]],
    ['[2,"c","ReserveNow",{}]', ["c", "NotSupported"]],
    ['[2,"d","StartTransaction",{"connectorId":"x"}]', ["d", "TypeConstraintViolation"]],
    ['[2,"e","MeterValues","text"]', ["e", "FormationViolation"]],
    ['[3,"never-asked",{}]', null],
    ['[4,"never-asked","InternalError","",{}]', null],
  ] as const)("%s gets the protocol's answer, or none", async (frame, expected) => {
    const socket = await attacker();
    const heard = answer(socket, expected ? 3_000 : 300);
    socket.send(frame);
    const reply = await heard;
    if (expected) expect([reply?.[0], reply?.[1], reply?.[2]]).toEqual([4, ...expected]);
    else expect(reply === null || reply[0] === 4).toBe(true);
    // It is served on all the same.
    const next = answer(socket);
    socket.send('[2,"after","Heartbeat",{}]');
    expect((await next)?.slice(0, 2)).toEqual([3, "after"]);
    socket.terminate();
  });

  test.each([
    ["NUL and half characters", { connectorId: 1, status: "Available", errorCode: "NoError", info: "\u0000\uD800" }],
    ["a prototype", JSON.parse('{"__proto__":{"x":1},"connectorId":1,"status":"Available","errorCode":"NoError"}')],
    ["a very long text", { connectorId: 1, status: "Available", errorCode: "NoError", info: "x".repeat(100_000) }],
  ])("%s hurt nobody", async (_, payload) => {
    const socket = await attacker();
    const heard = answer(socket);
    socket.send(JSON.stringify([2, "a", "StatusNotification", payload]));
    expect([3, 4]).toContain((await heard)?.[0]);
    socket.terminate();
  });

  test("numbers beyond every column are answered", async () => {
    const socket = await attacker();
    for (const [id, connectorId, transactionId] of [
      ["a", 1, 9_007_199_254_740_991],
      ["b", 1e300, 1],
      ["c", -1, 1],
    ] as const) {
      const heard = answer(socket);
      socket.send(JSON.stringify([2, id, "MeterValues", { connectorId, transactionId, meterValue: [] }]));
      expect([3, 4]).toContain((await heard)?.[0]);
    }
    socket.terminate();
  });

  test("nesting without end is refused", async () => {
    const socket = await attacker();
    const heard = answer(socket, 500);
    socket.send(`[2,"deep","Heartbeat",${"[".repeat(50_000)}${"]".repeat(50_000)}]`);
    const reply = await heard;
    expect(reply === null || reply[0] === 4).toBe(true);
    socket.terminate();
  });
});

describe("what a hostile peer does", () => {
  test("a frame above the limit closes the socket with 1009", async () => {
    const socket = await attacker();
    const code = closed(socket);
    socket.send("x".repeat(2_000_000));
    expect(await code).toBe(1009);
  });

  test("broken percent sequences in the path are answered with 400", async () => {
    const status = await new Promise((resolve, reject) => {
      const upgrade = request({
        port: server.port,
        path: "/ocpp/victim/%E0%A4%A",
        headers: {
          connection: "Upgrade",
          upgrade: "websocket",
          "sec-websocket-key": "x".repeat(22),
          "sec-websocket-version": "13",
        },
      });
      upgrade.once("response", (response) => resolve(response.statusCode));
      upgrade.once("error", reject);
      upgrade.end();
    });
    expect(status).toBe(400);
  });

  test("wrong passwords are refused, and the right one is served at the same time", async () => {
    const station = await server.addStation();
    const wrong = Array.from({ length: 40 }, () =>
      open({ ...station, password: "wrong" }).catch((error: Error) => error.message),
    );
    const right = await open(station);
    for (const outcome of await Promise.all(wrong)) expect(["401", "429", "503"]).toContain(outcome);
    expect(right.readyState).toBe(WebSocket.OPEN);
    right.terminate();
  });

  test("of two sockets with one identity the newest is served, and the old one's end leaves it online", async () => {
    const station = await server.addStation();
    const first = await open(station);
    const firstClosed = closed(first);
    const second = await open(station);
    await firstClosed;
    await sleep(200);
    const heard = answer(second);
    second.send('[2,"x","Heartbeat",{}]');
    expect((await heard)?.[0]).toBe(3);
    const [row] = await database.owner.sql`select is_online from charge_point where id = ${station.chargePointId}`;
    expect(row).toMatchObject({ is_online: true });
    second.terminate();
  });

  test("floods and slow readers cost the neighbours nothing, and memory stays flat", async () => {
    const attack = async () => {
      const sockets = await Promise.all(Array.from({ length: 10 }, attacker));
      for (const [index, socket] of sockets.entries()) {
        // Half of them never read what they are answered.
        if (index % 2 === 0) (socket as unknown as { _socket: { pause(): void } })._socket.pause();
        for (let count = 0; count < 3_000; count++) {
          socket.send(count % 3 === 0 ? "garbage" : `[2,"f${count}","Heartbeat",{}]`);
        }
      }
      await sleep(3_000);
      for (const socket of sockets) socket.terminate();
      await sleep(500);
    };
    await attack();
    const before = server.rssMib;
    await attack();
    await attack();
    expect(server.isAlive).toBe(true);
    // The first attack warms everything up; what two more leave behind is at most the garbage of the moment.
    expect(server.rssMib - before).toBeLessThan(80);
  }, 60_000);

  test("the neighbour was answered all the time", async () => {
    expect(await neighbour.missing()).toBe(0);
    expect(neighbour.answered).toBeGreaterThan(100);
  });
});
