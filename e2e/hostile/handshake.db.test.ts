import { connect } from "node:net";
import { expect, test } from "vitest";
import type { Identity } from "./server.ts";
import { attack, setStage } from "./stage.ts";
import { basic, Talk } from "./talk.ts";
import { knock } from "./wire.ts";

const stage = setStage();

/** Headers of a right upgrade; null leaves one out. */
const HEADERS: Readonly<Record<string, string | null>> = {
  Host: "x",
  Connection: "Upgrade",
  Upgrade: "websocket",
  "Sec-WebSocket-Key": `${"x".repeat(22)}==`,
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Protocol": "ocpp1.6",
};

function ask(path: string, headers: Readonly<Record<string, string | null>> = {}, method = "GET") {
  const lines = Object.entries({ ...HEADERS, ...headers }).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  );
  return knock(stage.server.port, `${method} ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
}

const authorized = ({ identity, password }: Identity) => ({ Authorization: basic(identity, password) });
const pathOf = ({ identity }: Identity): string => `/ocpp/victim/${encodeURIComponent(identity)}`;

attack(stage, "paths", () => {
  test.each([
    ...["%", "%z", "%zz", "%E0%A4%A", "%FF", "%C0%80", "%ED%A0%80", "a%"],
    ...["%00", "%0A", "a%0D%0Ab", "%2F", "a%2Fb", "%5C", "%E2%80%A8"],
    ...["", "/", "x/y", "x//", "../victim/x", "..%2F..%2Fetc", "i".repeat(256), "%F0%9F%98%80".repeat(200)],
  ])("/ocpp/victim/%s is refused with 400", async (name) => {
    expect((await ask(`/ocpp/victim/${name}`)).status).toBe(400);
  });

  test.each(["/ocpp", "/ocpp/", "/ocpp/victim", "/ocpp//x", "/ocpp/%/x", "/ocpp/%2e%2e%2f/x", "/ocpp/\x7f%00/x"])(
    "%s opens nothing",
    async (path) => {
      expect([400, 404]).toContain((await ask(path)).status);
    },
  );

  test.each(["nobody", "a:b", "a%20b", "%C3%BC", "%F0%9F%94%8C", "i".repeat(255), "..", "'%20or%201=1%20--", "%25zz"])(
    "an identity that nobody has, %s, is refused like a wrong password",
    async (name) => {
      const unknown = await ask(`/ocpp/victim/${name}`);
      const elsewhere = await ask(`/ocpp/no-such-tenant/${name}`);
      expect([unknown.status, elsewhere.status]).toEqual([401, 401]);
      const wrong = await ask(pathOf(await stage.server.addStation()), { Authorization: basic("x", "y") });
      expect(unknown.text).toBe(wrong.text);
    },
  );

  test.each(["with:colon", "with space", "ünï-電-🔌", "100%", "a?b#c", "i".repeat(200)])(
    "an identity %s is served by its right name",
    async (name) => {
      const station = await stage.server.addStation(name);
      const talk = await stage.connect(station);
      expect(await talk.result("a", "Heartbeat", {})).toEqual({ currentTime: expect.any(String) });
      talk.socket.terminate();
    },
  );

  test("a trailing slash, a query and the case of letters do not matter", async () => {
    const station = await stage.server.addStation();
    for (const path of [`${pathOf(station)}/`, `${pathOf(station)}?x=%zz`, pathOf(station).replace("H-", "h-")]) {
      expect((await ask(path, authorized(station))).status).toBe(101);
    }
  });
});

attack(stage, "upgrades", () => {
  test.each([
    ["no upgrade header", { Upgrade: null, Connection: "close" }, 404],
    ["an upgrade to something else", { Upgrade: "h2c" }, 400],
    ["no key", { "Sec-WebSocket-Key": null }, 400],
    ["a short key", { "Sec-WebSocket-Key": "eA==" }, 400],
    ["version 12", { "Sec-WebSocket-Version": "12" }, 426],
    ["no version", { "Sec-WebSocket-Version": null }, 426],
    ["no subprotocol", { "Sec-WebSocket-Protocol": null }, 400],
    ["an empty subprotocol", { "Sec-WebSocket-Protocol": "" }, 400],
    ["another subprotocol", { "Sec-WebSocket-Protocol": "ocpp2.0.1" }, 400],
    ["nearly our subprotocol", { "Sec-WebSocket-Protocol": "ocpp1.66" }, 400],
    ["a thousand subprotocols", { "Sec-WebSocket-Protocol": "mqtt,".repeat(1_000) }, 400],
    ["headers beyond the limit", { "X-Much": "x".repeat(20_000) }, 431],
    ["a body announced", { "Content-Length": "99999999999" }, 101],
    ["several subprotocols", { "Sec-WebSocket-Protocol": "ocpp2.1, ocpp2.0.1, ocpp1.6" }, 101],
    ["our subprotocol in capitals", { "Sec-WebSocket-Protocol": "OCPP1.6" }, 101],
    ["our subprotocol twice", { "Sec-WebSocket-Protocol": "ocpp1.6, ocpp1.6" }, 101],
    ["a stray comma", { "Sec-WebSocket-Protocol": ", ocpp1.6," }, 101],
    ["compression offered", { "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits" }, 101],
  ])("%s", async (_, headers, status) => {
    const station = await stage.server.addStation();
    const answer = await ask(pathOf(station), { ...authorized(station), ...headers });
    expect(answer.status).toBe(status);
    if (status === 101) expect(answer.text).not.toMatch(/sec-websocket-extensions/i);
  });

  test.each(["POST", "OPTIONS", "DELETE"])("%s is no way to open a WebSocket", async (method) => {
    const station = await stage.server.addStation();
    expect((await ask(pathOf(station), { ...authorized(station), "Content-Length": "0" }, method)).status).toBe(405);
  });

  test.each([
    "nonsense\r\n\r\n",
    "GET\r\n\r\n",
    "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "GET / HTTP/9.9\r\n\r\n",
  ])("what is no HTTP is answered with 400: %j", async (request) => {
    expect((await knock(stage.server.port, request)).status).toBe(400);
  });

  test("who sends headers slowly, or none, is let go, and meanwhile others are served", async () => {
    const slow = Array.from({ length: 100 }, (_, index) => {
      const socket = connect(stage.server.port, "127.0.0.1");
      socket.on("error", () => socket.destroy());
      if (index % 2 === 0) socket.write("GET /ocpp/victim/x HTTP/1.1\r\nHost: x\r\n");
      const drip = setInterval(() => socket.write("X-A: b\r\n"), 1_000);
      const gone = new Promise<void>((resolve) => socket.once("close", () => resolve()));
      socket.resume();
      return { drip, gone };
    });
    const talk = await stage.attacker();
    expect(await talk.result("a", "Heartbeat", {})).toBeDefined();
    talk.socket.terminate();
    await Promise.all(slow.map(({ gone }) => gone));
    for (const { drip } of slow) clearInterval(drip);
  }, 80_000);
});

attack(stage, "passwords", () => {
  test.each([
    ["none", () => ({})],
    ["another scheme", () => ({ Authorization: "Bearer x" })],
    ["no base64", () => ({ Authorization: "Basic ???" })],
    ["nothing in it", () => ({ Authorization: "Basic " })],
    ["no colon", ({ identity }: Identity) => ({ Authorization: `Basic ${Buffer.from(identity).toString("base64")}` })],
    ["an empty password", ({ identity }: Identity) => ({ Authorization: basic(identity, "") })],
    ["a wrong password", ({ identity }: Identity) => ({ Authorization: basic(identity, "wrong") })],
    ["another's name", ({ password }: Identity) => ({ Authorization: basic("other", password) })],
    [
      "the right one and more",
      ({ identity, password }: Identity) => ({ Authorization: basic(identity, `${password}x`) }),
    ],
    ["a password of 10 KB", ({ identity }: Identity) => ({ Authorization: basic(identity, "x".repeat(7_000)) })],
  ])("%s: 401", async (_, headersOf) => {
    const station = await stage.server.addStation();
    const answer = await ask(pathOf(station), headersOf(station));
    expect(answer.status).toBe(401);
    expect(answer.text).toMatch(/www-authenticate: basic/i);
  });

  test("hundreds of wrong ones from one address lock out neither another station nor their own", async () => {
    const [victim, other] = [await stage.server.addStation(), await stage.server.addStation()];
    const url = stage.server.url(victim.identity);
    const guess = () => Talk.open(url, { ...victim, password: "wrong" }).catch(({ message }: Error) => message);
    const guesses = Array.from({ length: 300 }, guess);
    const [a, b] = await Promise.all([stage.connect(other), stage.connect(victim)]);
    const outcomes = await Promise.all(guesses);
    for (const outcome of outcomes) expect(["401", "429", "503"]).toContain(outcome);
    expect(outcomes).toContain("429");
    // By now the address and the identity have failed too often.
    const [c, d] = [await stage.connect(other), await stage.connect(victim)];
    for (const talk of [c, d]) expect(await talk.result("x", "Heartbeat", {})).toBeDefined();
    for (const talk of [a, b, c, d]) talk.socket.terminate();
  });
});
