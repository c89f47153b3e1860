import pino from "pino";
import { io } from "socket.io-client";
import { afterEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { networkOfRequest } from "../core/network.ts";
import { attachLive, type Listener } from "../transport/socket/live.ts";
import { createHttpDoor, type HttpDoor } from "./http-door.ts";

const GUEST: Listener = { userId: null, tenantId: "t", actor: null, driver: null };
const CLAIMS = { "X-Forwarded-For": "198.51.100.9, 203.0.113.7", "X-Forwarded-Host": "evil.example" };

let door: HttpDoor;
let stopLive: () => Promise<void>;
/** What the parts behind the door take for the caller's network and the host that was asked. */
let seen: { network: string; host: string | undefined }[];

async function open(trustProxy: boolean): Promise<string> {
  door = createHttpDoor({ trustProxy });
  seen = [];
  const see = (request: Parameters<typeof networkOfRequest>[0]) =>
    seen.push({ network: networkOfRequest(request), host: request.headers["x-forwarded-host"]?.toString() });
  const live = attachLive(door.server, {
    events: { publish: () => undefined, subscribe: () => () => undefined },
    log: pino({ level: "silent" }),
    openFleet: () => Promise.reject(new Error("no fleet")),
    isPublicSite: async () => false,
    identify: async (request) => {
      see(request);
      return GUEST;
    },
  });
  stopLive = () => live.stop();
  door.onRequest((request, response) => {
    see(request);
    response.end();
    return true;
  });
  door.onUpgrade((request, socket) => {
    if (!request.url?.startsWith("/ocpp/")) return true;
    see(request);
    socket.end("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    return true;
  });
  return `127.0.0.1:${await door.listen("127.0.0.1", 0)}`;
}

afterEach(async () => {
  await stopLive();
  await door.close();
});

/** `connected`, or why not. */
function listen(address: string, transport: "polling" | "websocket", headers: Record<string, string>): Promise<string> {
  const socket = io(`http://${address}`, {
    ...{ transports: [transport], extraHeaders: headers, reconnection: false, forceNew: true },
  });
  return new Promise((resolve) => {
    socket.on("connect", () => resolve("connected"));
    socket.on("connect_error", ({ message }) => resolve(message));
  });
}

async function knock(address: string): Promise<void> {
  await fetch(`http://${address}/`, { headers: CLAIMS });
  const station = new WebSocket(`ws://${address}/ocpp/acme/CP1`, { headers: CLAIMS });
  await new Promise((resolve) => station.once("error", resolve));
  expect(await listen(address, "polling", CLAIMS)).toBe("connected");
  expect(await listen(address, "websocket", CLAIMS)).toBe("connected");
}

describe("who calls, for pages, stations and both ways of the live connection", () => {
  test("is the peer where no proxy is trusted, whatever the headers claim", async () => {
    await knock(await open(false));
    expect(seen).toEqual(Array(4).fill({ network: "127.0.0.1", host: undefined }));
  });

  test("is whom the proxy names last where one is trusted", async () => {
    await knock(await open(true));
    expect(seen).toEqual(Array(4).fill({ network: "203.0.113.7", host: "evil.example" }));
  });

  test("a page of another site cannot listen by claiming its own host", async () => {
    const address = await open(false);
    const foreign = { ...CLAIMS, Origin: "https://evil.example" };
    expect(await listen(address, "polling", foreign)).not.toBe("connected");
    expect(await listen(address, "polling", { Origin: `http://${address}` })).toBe("connected");
  });
});
