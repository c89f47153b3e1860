import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DoorHarness } from "./testing/door-harness.ts";
import { deferred, PASSWORD, TENANT_ID } from "./testing/fake-desk.ts";

const KEY = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
const upgrade = (path: string, headers = KEY) =>
  Buffer.from(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${headers}\r\n`);
const basic = (value: string | Buffer) => `Authorization: Basic ${Buffer.from(value).toString("base64")}\r\n`;

describe("the handshake", () => {
  let door: DoorHarness;
  const use = async (limits: ConstructorParameters<typeof DoorHarness>[0] = {}) => {
    await door?.stop();
    door = await new DoorHarness(limits).start();
  };
  beforeEach(() => use());
  afterEach(() => door.stop());

  it("opens for identities with colons, spaces and letters of any script", async () => {
    for (const identity of ["CP 1", "AB:CD:EF", "Säule-Straße", "充电桩"]) {
      const station = await door.connect(identity);
      expect(station.socket.protocol).toBe("ocpp1.6");
      expect(door.desk.admissions.at(-1)).toMatchObject({ tenantSlug: "acme", identity });
    }
  });

  it("tolerates a trailing slash and a query string", async () => {
    await door.connect("CP1", { path: "/ocpp/acme/CP1/?token=%" });
    expect(door.desk.admissions[0]?.identity).toBe("CP1");
  });

  it.each([
    ["/ocpp/acme/%", "a broken percent sequence"],
    ["/ocpp/acme/%ff%fe", "bytes that are no UTF-8"],
    ["/ocpp/%E0%A4%A/CP1", "a broken tenant"],
    ["/ocpp/acme/a%2Fb", "a slash"],
    ["/ocpp/acme/a%5Cb", "a backslash"],
    ["/ocpp/acme/a%0Ab", "a line feed"],
    ["/ocpp/acme/a%00b", "a null character"],
    [`/ocpp/acme/${"x".repeat(256)}`, "more than 255 characters"],
    ["/ocpp/acme", "no identity"],
    ["/ocpp/acme/a/b", "too many parts"],
    ["/ocpp//CP1", "an empty tenant"],
    ["/elsewhere", "another path"],
  ])("refuses %s with 400 and asks nobody (%s)", async (path) => {
    expect(await door.raw(upgrade(path))).toMatch(/^HTTP\/1\.1 400 /);
    expect(door.desk.admissions).toEqual([]);
    await door.connect(); // and goes on
  });

  it.each([
    ["Sec-WebSocket-Version: 13\r\n", "400"],
    ["Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n", "400"],
    ["Sec-WebSocket-Version: 7\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "426"],
  ])("refuses what is no WebSocket before the services are asked (%#)", async (headers, status) => {
    expect(await door.raw(upgrade("/ocpp/acme/CP1", headers))).toContain(`HTTP/1.1 ${status} `);
    expect(door.desk.admissions).toEqual([]);
  });

  it("hands the password over as bytes, cut after the identity", async () => {
    const password = Buffer.from([0xff, 0x00, 0x3a, 0x80, 0xc3]);
    door.desk.onAdmit = async () => ({ admitted: true, tenantId: TENANT_ID, chargePointId: "1", identity: "A:B" });
    await door.connect("A:B", { auth: Buffer.concat([Buffer.from("a:B:"), password]) });
    expect(Buffer.from(door.desk.admissions[0]?.password ?? [])).toEqual(password);
  });

  it("passes on that there was no password", async () => {
    await expect(door.connect("CP1", { auth: null })).rejects.toThrow("HTTP 401");
    expect(door.desk.admissions[0]?.password).toBeNull();
  });

  it("answers every wrong credential alike: 401 with WWW-Authenticate", async () => {
    const wrong = await door.raw(upgrade("/ocpp/acme/CP1", KEY + basic("CP1:wrong")));
    expect(wrong).toContain("HTTP/1.1 401 Unauthorized");
    expect(wrong).toContain('WWW-Authenticate: Basic realm="OCPP"');
    door.desk.onAdmit = async () => ({ admitted: false, reason: "unknown" });
    expect(await door.raw(upgrade("/ocpp/acme/CP1", KEY + basic("CP1:wrong")))).toBe(wrong);
    const known = { tenantId: TENANT_ID, chargePointId: "1" };
    door.desk.onAdmit = async () => ({ admitted: false, reason: "retired", ...known });
    expect(await door.raw(upgrade("/ocpp/acme/CP1", KEY + basic("CP1:wrong")))).toBe(wrong);
    expect(await door.raw(upgrade("/ocpp/acme/CP1", KEY + basic("CP2:wrong")))).toBe(wrong);
    expect(await door.raw(upgrade("/ocpp/acme/CP1", `${KEY}Authorization: Bearer x\r\n`))).toBe(wrong);
  });

  it("never refuses a right password because of another's wrong ones", async () => {
    await use({
      failuresPerIdentity: { burst: 2, perSecond: 0.01 },
      failuresPerAddress: { burst: 2, perSecond: 0.01 },
      suspectHandshakes: { concurrent: 1, waiting: 100 },
    });
    const guess = () => door.connect("CP1", { auth: "CP1:wrong" }).catch((error: Error) => error.message);
    expect(await guess()).toBe("HTTP 401");
    expect(await guess()).toBe("HTTP 401");
    expect(await guess()).toBe("HTTP 429");
    const [wrong, right, otherIdentity] = await Promise.all([guess(), door.connect("CP1"), door.connect("CP2")]);
    expect(wrong).toBe("HTTP 429");
    expect(right.socket.readyState).toBe(right.socket.OPEN);
    expect(otherIdentity.socket.readyState).toBe(otherIdentity.socket.OPEN);
    door.time.advance(200_000); // two tokens later
    expect(await guess()).toBe("HTTP 401");
  });

  it("counts wrong passwords under the address that the door in front has settled", async () => {
    await use({ failuresPerAddress: { burst: 1, perSecond: 0.01 } });
    const guessFrom = async (address: string) => {
      const forwarded = `X-Forwarded-For: 198.51.100.9, ${address}\r\n`;
      return (await door.raw(upgrade("/ocpp/acme/CP1", KEY + forwarded + basic("CP1:wrong")))).slice(9, 12);
    };
    expect(await guessFrom("203.0.113.7")).toBe("401");
    expect(await guessFrom("203.0.113.7")).toBe("429");
    expect(await guessFrom("203.0.113.8")).toBe("401");
  });

  it("refuses without a common subprotocol, says what it speaks, and tells the station's record", async () => {
    for (const offer of ["", "Sec-WebSocket-Protocol: ocpp2.0.1\r\n"]) {
      const answer = await door.raw(upgrade("/ocpp/acme/CP1", KEY + offer + basic(`CP1:${PASSWORD}`)));
      expect(answer).toContain("HTTP/1.1 400 Bad Request");
      expect(answer).toContain("ocpp1.6");
    }
    await expect
      .poll(() => door.desk.refusedStations)
      .toMatchObject([
        {
          tenantId: TENANT_ID,
          chargePointId: "id of CP1",
          reason: "subprotocol",
          detail: expect.stringContaining("offered none"),
        },
      ]);
    expect(door.desk.opened).toEqual([]);
  });

  it("tells a known station's record why it was turned away: once a minute for each reason, whatever the caller hears", async () => {
    const reasons = () => door.desk.refusedStations.map(({ reason }) => reason);
    const heard = new Set<string>();
    const knock = async (headers: string) => heard.add(await door.raw(upgrade("/ocpp/acme/CP1", KEY + headers)));
    for (const round of [1, 2]) {
      for (const header of ["", "Authorization: Bearer x\r\n", basic("CP2:x"), basic("CP1:x")]) await knock(header);
      const all = ["passwordMissing", "passwordMalformed", "otherIdentity", "passwordWrong"];
      await expect.poll(reasons).toEqual(round === 1 ? all : [...all, ...all]);
      await knock(basic("CP1:x"));
      door.time.advance(60_000);
    }
    expect(heard.size).toBe(1);
    door.desk.onAdmit = async () => ({ admitted: false, reason: "unknown" });
    await knock(basic("CP1:x"));
    await door.connect("CP9", { auth: "CP9:x" }).catch(() => "refused");
    expect(heard.size).toBe(1);
    expect(reasons()).toHaveLength(8);
  });

  it("picks ocpp1.6 among those offered, whatever the case and stray commas", async () => {
    const station = await door.connect("CP1", { protocols: ["ocpp2.0.1", "ocpp1.6"] });
    expect(station.socket.protocol).toBe("ocpp1.6");
    const socket = door.raw(
      upgrade("/ocpp/acme/CP1", `${KEY}Sec-WebSocket-Protocol: ocpp1.5,,OCPP1.6,\r\n${basic(`CP1:${PASSWORD}`)}`),
    );
    await expect.poll(() => door.desk.opened.length).toBe(2);
    await station.closed; // taken over
    await door.endpoint.commands.disconnect(TENANT_ID, "id of CP1", "done");
    door.endpoint.connections.find(TENANT_ID, "id of CP1")?.terminate();
    expect(await socket).toContain("Sec-WebSocket-Protocol: OCPP1.6");
  });

  it("says 503 with Retry-After while the services are away, and 101 once they are back", async () => {
    const admit = door.desk.onAdmit;
    door.desk.onAdmit = async () => {
      throw new Error("database away");
    };
    const answer = await door.raw(upgrade("/ocpp/acme/CP1", KEY + basic("CP1:x")));
    expect(answer).toContain("HTTP/1.1 503 ");
    expect(answer).toMatch(/Retry-After: \d+/);
    expect(answer).not.toContain("database");
    door.desk.onAdmit = admit;
    door.desk.onOpen = async () => {
      throw new Error("database away");
    };
    await expect(door.connect()).rejects.toThrow("HTTP 503");
    door.desk.onOpen = async () => undefined;
    await door.connect();
  });

  it("bounds the handshakes at once and those that wait, and gives up those that take too long", async () => {
    await use({ handshakes: { concurrent: 1, waiting: 1 } });
    const admit = door.desk.onAdmit;
    const stuck = deferred<Awaited<ReturnType<typeof admit>>>();
    door.desk.onAdmit = () => stuck.promise;
    const first = door.connect("CP1").catch((error: Error) => error.message);
    await expect.poll(() => door.desk.admissions.length).toBe(1);
    door.desk.onAdmit = admit;
    const second = door.connect("CP2");
    await expect(door.connect("CP3")).rejects.toThrow("HTTP 503");
    expect(door.desk.admissions).toHaveLength(1);
    door.time.advance(9_000);
    const late = second.catch((error: Error) => error.message);
    door.time.advance(1_000); // both are due: they began at the same instant of this clock
    expect(await first).toBe("HTTP 503");
    expect(await late).toBe("HTTP 503");
    stuck.resolve({ admitted: true, tenantId: TENANT_ID, chargePointId: "id of CP1", identity: "CP1" });
    await door.connect("CP4");
    expect(door.desk.opened.map(({ identity }) => identity)).toEqual(["CP4"]);
  });

  it("tells the desk when a station has left between the epoch and the answer", async () => {
    const opening = deferred<void>();
    door.desk.onOpen = () => opening.promise;
    const attempt = door.connect("CP1").catch((error: Error) => error.message);
    await expect.poll(() => door.desk.admissions.length).toBe(1);
    door.time.advance(10_000);
    expect(await attempt).toBe("HTTP 503");
    opening.resolve();
    await expect.poll(() => door.desk.closed).toEqual([{ epoch: 1, reason: "left during the handshake" }]);
    expect(door.endpoint.connections.size).toBe(0);
  });

  it("survives sockets that are reset in the middle of a handshake", async () => {
    const opening = deferred<void>();
    door.desk.onOpen = () => opening.promise;
    const attempt = door.connect("CP1").catch(() => "gone");
    await expect.poll(() => door.desk.admissions.length).toBe(1);
    door.abandonClients();
    expect(await attempt).toBe("gone");
    opening.resolve();
    await expect.poll(() => door.desk.closed).toHaveLength(1);
    door.desk.onOpen = async () => undefined;
    await door.connect("CP1");
  });
});
