import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { AdmissionRequest } from "../../services/station/station.ts";
import { type BasicCredentials, readBasicCredentials } from "./basic-auth.ts";
import type { RefusalReason } from "./metrics.ts";
import { parseStationPath } from "./station-path.ts";

export const SUBPROTOCOL = "ocpp1.6";

/** Why a handshake ends without a socket, and what the peer is told. */
export type Refusal = {
  readonly status: 400 | 401 | 405 | 426 | 429 | 503;
  readonly reason: RefusalReason;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Handshake = {
  readonly tenantSlug: string;
  readonly identity: string;
  /** The bytes of the Basic header; null without one, or with one that does not serve. */
  readonly password: Uint8Array | null;
  /** What is wrong with the header. Looked at like a wrong password, so that the station's record can name it. */
  readonly flaw: AdmissionRequest["flaw"];
  /** The subprotocol as it was offered; null when none of those offered is ours. */
  readonly protocol: string | null;
  readonly offered: string;
};

export const WRONG_CREDENTIALS: Refusal = {
  status: 401,
  reason: "credentials",
  body: "Identity or password is wrong.",
  headers: { "WWW-Authenticate": 'Basic realm="OCPP", charset="UTF-8"' },
};

/** Reads an upgrade request without asking anyone: nothing in it may throw, and nothing tells whether a station exists. */
export function readHandshake(
  request: IncomingMessage,
): { ok: true; handshake: Handshake } | { ok: false; refusal: Refusal } {
  const path = parseStationPath(request.url ?? "");
  if (!path) return refuse(400, "path", "The address must be /ocpp/{tenant}/{identity}, each part percent-encoded.");
  const flaw = findWebSocketFlaw(request);
  if (flaw) return { ok: false, refusal: flaw };
  const credentials = readBasicCredentials(request.headers.authorization, path.identity);
  const password = credentials.kind === "password" ? credentials.password : null;
  const offered = request.headers["sec-websocket-protocol"] ?? "";
  const protocol =
    offered
      .split(",")
      .find((name) => name.trim().toLowerCase() === SUBPROTOCOL)
      ?.trim() ?? null;
  return { ok: true, handshake: { ...path, password, flaw: FLAWS[credentials.kind], protocol, offered } };
}

const FLAWS = {
  none: null,
  password: null,
  malformed: "passwordMalformed",
  otherUser: "otherIdentity",
} as const satisfies Record<BasicCredentials["kind"], AdmissionRequest["flaw"]>;

const refuse = (status: Refusal["status"], reason: RefusalReason, body: string, headers: Refusal["headers"] = {}) =>
  ({ ok: false, refusal: { status, reason, body, headers } }) as const;

/** RFC 6455, 4.2.1. Checked before the services are asked, so that what they open is never refused afterwards. */
function findWebSocketFlaw({ method, headers }: IncomingMessage): Refusal | null {
  if (method !== "GET") return refuse(405, "notWebSocket", "A WebSocket opens with GET.", { Allow: "GET" }).refusal;
  if (headers.upgrade?.toLowerCase() !== "websocket") {
    return refuse(400, "notWebSocket", "The Upgrade header must be websocket.").refusal;
  }
  if (!/^[+/0-9A-Za-z]{22}==$/.test(headers["sec-websocket-key"] ?? "")) {
    return refuse(400, "notWebSocket", "The Sec-WebSocket-Key header is missing or wrong.").refusal;
  }
  const version = headers["sec-websocket-version"];
  if (version !== "13" && version !== "8") {
    const supported = { "Sec-WebSocket-Version": "13, 8" };
    return refuse(426, "notWebSocket", "The WebSocket version must be 13.", supported).refusal;
  }
  return null;
}

/** OCPP-J 1.6, 3.1.2: without a common subprotocol there is no connection. */
export const wrongSubprotocol = (offered: string): Refusal => ({
  status: 400,
  reason: "subprotocol",
  body: `This server speaks the WebSocket subprotocol ${SUBPROTOCOL}. The charge point ${
    offered === "" ? "offered none" : `offered: ${offered.slice(0, 100)}`
  }.`,
});

/** For what passes by itself. `retryAfterS` is jittered by the caller, so that stations do not come back all at once. */
export const comeBackLater = (
  reason: "busy" | "draining" | "unavailable" | "timeout" | "rateLimited",
  retryAfterS: number,
): Refusal => ({
  status: reason === "rateLimited" ? 429 : 503,
  reason,
  body: reason === "rateLimited" ? "Too many failed attempts." : "Please try again later.",
  headers: { "Retry-After": String(retryAfterS) },
});

/** Answers an upgrade request in plain HTTP and ends the socket. */
export function sendRefusal(socket: Duplex, refusal: Refusal): void {
  if (socket.destroyed) return;
  const body = `${refusal.body}\n`;
  const headers = {
    Connection: "close",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": String(Buffer.byteLength(body)),
    ...refusal.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.once("finish", () => socket.destroy());
  socket.end(`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${lines.join("\r\n")}\r\n\r\n${body}`);
}
