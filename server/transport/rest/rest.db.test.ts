import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "../../../db/client.ts";
import { command } from "../../../db/schema/assets.ts";
import { idempotencyKey } from "../../../db/schema/tenants.ts";
import { uuidv7 } from "../../core/ids.ts";
import { recordCommandProgress } from "../../services/command/record-progress.ts";
import { encodeCursor } from "../../services/page.ts";
import { type RestCall, restClient } from "../../testing/call-rest.ts";
import { testDeps } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import { simpleTariff } from "../../testing/simple-tariff.ts";
import { matchPath } from "./match-path.ts";
import { createOpenApiDocument } from "./openapi.ts";
import { Problem } from "./problem.ts";
import { ROUTES } from "./routes.ts";

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let client: ReturnType<typeof restClient>;
let mine: SeededTenant;
let theirs: SeededTenant;
let key: string;

beforeAll(async () => {
  database = await createTestDatabase();
  [mine, theirs] = [await seedTenant(database), await seedTenant(database)];
});
afterAll(() => database?.close());
beforeEach(async () => {
  deps = testDeps(database);
  client = restClient(deps);
  key = await client.keyOf(mine.tenantId);
});

/** Every answer that these tests saw to a request of a route. */
const seen: { readonly operation: string; readonly status: number; readonly headers: readonly string[] }[] = [];
async function call(path: string, init: RestCall = {}): Promise<Response> {
  const response = await client.call(path, { key, ...init });
  const { method = "GET" } = init;
  const [pathname = ""] = path.split("?", 1);
  const route = ROUTES.find((one) => one.method === method && matchPath(one.path, pathname));
  if (route)
    seen.push({ operation: route.operationId, status: response.status, headers: [...response.headers.keys()] });
  return response;
}
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  call(path, { method: "POST", body, headers });
const json = async (response: Promise<Response> | Response) =>
  (await (await response).json()) as Record<string, unknown>;
async function problemOf(response: Promise<Response>) {
  const answered = await response;
  expect(answered.headers.get("content-type")).toBe("application/problem+json");
  const body = Problem.parse(await answered.json());
  expect(body.status).toBe(answered.status);
  return body;
}

describe("who calls", () => {
  test("needs a key, and a wrong one sounds like none", async () => {
    for (const headers of [{}, { authorization: "Basic abc" }, { authorization: "Bearer vp_x" }]) {
      const response = await call("/charge-points", { key: null, headers });
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      expect((await problemOf(Promise.resolve(response))).status).toBe(401);
    }
  });

  test("is told to wait after too many wrong keys, or requests; a right key is not refused for the wrong ones", async () => {
    const limits = {
      failuresPerNetwork: { burst: 1, perSecond: 0.1 },
      requestsPerKey: { burst: 2, perSecond: 1 },
      suspectChecks: { concurrent: 1, waiting: 1 },
    };
    const { call: ask } = restClient(deps, limits);
    const from = (network: string) => ({ headers: { "x-forwarded-for": `203.0.113.1, ${network}` } });
    const wrong = (network: string) => ask("/sites", { key: "vp_wrong", ...from(network) });
    expect((await wrong("192.0.2.1")).status).toBe(401);
    const limited = await wrong("192.0.2.1");
    expect(limited.headers.get("retry-after")).toBe("10");
    expect(await problemOf(Promise.resolve(limited))).toMatchObject({ status: 429 });
    expect((await wrong("192.0.2.2")).status).toBe(401);
    const right = () => ask("/sites", { key, ...from("192.0.2.1") });
    expect([(await right()).status, (await right()).status, (await right()).status]).toEqual([200, 200, 429]);
  });

  test("is refused at once with a key that was revoked", async () => {
    const { id, key: other } = await json(post("/api-keys", { name: "Short-lived", scopes: ["session.read"] }));
    expect((await call("/sessions", { key: String(other) })).status).toBe(200);
    await call(`/api-keys/${id}`, { method: "DELETE" });
    expect((await call("/sessions", { key: String(other) })).status).toBe(401);
  });

  test("may do what the key's scopes say", async () => {
    key = await client.keyOf(mine.tenantId, ["session.read"]);
    expect((await call("/sessions")).status).toBe(200);
    expect(await problemOf(call("/charge-points"))).toMatchObject({ status: 403 });
  });
});

describe("the frame", () => {
  test("unknown paths, methods, media types and sizes are told apart", async () => {
    expect(await problemOf(call("/nothing"))).toMatchObject({ status: 404, type: "urn:voltplane:problem:not-found" });
    expect(await problemOf(call("/sessions/not-a-uuid"))).toMatchObject({ status: 404 });
    const wrongMethod = await call("/sites", { method: "PUT" });
    expect([wrongMethod.status, wrongMethod.headers.get("allow")]).toEqual([405, "GET, POST, HEAD, OPTIONS"]);
    expect(
      await problemOf(call("/sites", { method: "POST", body: "a=1", headers: { "content-type": "text/plain" } })),
    ).toMatchObject({ status: 415 });
    expect(await problemOf(post("/sites", { name: "x".repeat(1_100_000) }))).toMatchObject({ status: 413 });
    expect(await problemOf(post("/sites", "{"))).toMatchObject({ status: 400, errors: [{ pointer: "" }] });
  });

  test("HEAD and OPTIONS", async () => {
    const head = await call("/sites", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    const options = await call("/sites/x", { method: "OPTIONS", key: null });
    expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, PATCH, HEAD, OPTIONS"]);
  });

  test("what is wrong is named, field by field", async () => {
    const body = { name: "", country: "de", timeZone: "UTC", more: 1, latitude: "x" };
    const { errors } = await problemOf(post("/sites", body));
    expect(errors?.map(({ pointer }) => pointer).sort()).toEqual(["/country", "/latitude", "/more", "/name"]);
    expect((await problemOf(call("/sites?limit=501&more=1"))).errors?.map(({ parameter }) => parameter).sort()).toEqual(
      ["limit", "more"],
    );
    expect((await problemOf(call("/sites?cursor=abc"))).errors).toMatchObject([{ parameter: "cursor" }]);
    const tariff = await problemOf(post("/tariffs", { name: "T", ocpi: simpleTariff({ elements: [{}] }) }));
    expect(tariff.errors).toMatchObject([{ pointer: "/ocpi/elements/0/price_components" }]);
  });

  test("what no text and no instant of ours can hold is the caller's mistake", async () => {
    expect(await problemOf(call("/charge-points/%zz"))).toMatchObject({ status: 400 });
    expect(await problemOf(call("/charge-points/%ff"))).toMatchObject({ status: 400 });
    expect(await problemOf(call("/charge-points/%00"))).toMatchObject({ status: 404 });
    const token = (body: object) => problemOf(post("/id-tokens", { token: "ODD-1", ...body }));
    for (const [answer, pointer] of [
      [token({ label: "a\u0000b" }), "/label"],
      [token({ label: "\ud800" }), "/label"],
      [token({ expiresAt: "0000-01-01T00:00:00Z" }), "/expiresAt"],
      [token({ expiresAt: "9999-12-31T23:59:59-23:59" }), "/expiresAt"],
      [problemOf(post("/charge-points", { identity: "ODD-1", name: "a\u0000b" })), "/name"],
      [problemOf(post("/sites", { name: "S", city: "\0", country: "DEU", timeZone: "UTC" })), "/city"],
      [problemOf(post(`/charge-points/${mine.identity}/commands/DataTransfer`, { vendorId: "\0" })), "/vendorId"],
      [problemOf(post("/tariffs", { name: "T", ocpi: { ...simpleTariff(), extra: ["\0"] } })), "/ocpi/extra/0"],
    ] as const) {
      expect(await answer).toMatchObject({ status: 400, errors: [{ pointer }] });
    }
    for (const [path, parameter] of [
      ["/charge-points?search=%00", "search"],
      ["/charge-points?status=%00", "status"],
      ["/id-tokens?search=%00", "search"],
      ["/sessions?search=%00", "search"],
      ["/sessions?idToken=%00", "idToken"],
      ["/sessions?chargePoint=%00", "chargePoint"],
      ["/sessions?from=0000-01-01T00:00:00Z", "from"],
      ["/sessions?to=9999-12-31T23:59:59-23:59", "to"],
      [`/charge-points/${mine.identity}/messages?from=0000-01-01T00:00:00Z`, "from"],
      [`/charge-points/${mine.identity}/messages?action=%00`, "action"],
      [`/charge-points/${mine.identity}/commands?action=%00`, "action"],
      ["/audit?action=%00", "action"],
      ["/audit?subjectId=%00", "subjectId"],
      [`/charge-points?cursor=${encodeCursor(["\0"])}`, "cursor"],
      [`/tariffs?cursor=${encodeCursor(["\0"])}`, "cursor"],
      [`/sessions?cursor=${encodeCursor(["0000-01-01T00:00:00Z", uuidv7()])}`, "cursor"],
    ] as const) {
      expect([path, await problemOf(call(path))]).toMatchObject([path, { status: 400, errors: [{ parameter }] }]);
    }
  });

  test("a bug of ours shows nothing of itself", async () => {
    const broken = restClient({
      ...deps,
      commands: { ...deps.commands, disconnect: () => Promise.reject(new Error("secret detail")) },
    });
    const response = await broken.call(`/charge-points/${mine.identity}/password`, { method: "POST", body: {}, key });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret detail");
  });

  test("while the database is away callers are told to come back, and nothing else", async () => {
    const away = openDatabase({ url: "postgres://u:p@127.0.0.1:1/x", max: 1, applicationName: "t", role: "owner" });
    try {
      for (const init of [{}, { method: "POST", body: { token: "AWAY-1" } }]) {
        const answer = await restClient({ ...deps, db: away }).call("/id-tokens", { key, ...init });
        expect(answer.headers.get("retry-after")).toBe("5");
        expect(await problemOf(Promise.resolve(answer))).toMatchObject({
          status: 503,
          detail: expect.not.stringMatching("127"),
        });
      }
    } finally {
      await away.close();
    }
  });

  test("another tenant's rows and unknown ones are answered alike, byte by byte", async () => {
    const bytesOf = async (path: string) => {
      const response = await call(path);
      return JSON.stringify([response.status, [...response.headers], await response.text()]);
    };
    for (const [path, foreign] of [
      ["/charge-points/", theirs.chargePointId],
      ["/sessions/", theirs.sessionId],
      ["/id-tokens/", theirs.idTokenId],
      ["/commands/", theirs.commandId],
    ] as const) {
      expect(await bytesOf(path + foreign)).toBe(await bytesOf(path + uuidv7()));
    }
  });
});

describe("resources", () => {
  test("are made with their address, changed, and walked page by page", async () => {
    const response = await post("/id-tokens", { token: "ABC-1", label: "Card" });
    const made = await json(response);
    expect([response.status, response.headers.get("location")]).toEqual([201, `/api/v1/id-tokens/${made.id}`]);
    expect(await json(call(`/id-tokens/${made.id}`, { method: "PATCH", body: { label: null } }))).toMatchObject({
      label: null,
    });
    const first = await json(call("/id-tokens?limit=1"));
    const second = await json(call(`/id-tokens?limit=1&cursor=${first.nextCursor}`));
    expect([first.items, second.items, second.nextCursor]).toMatchObject([
      [{ id: made.id }],
      [{ token: mine.token }],
      null,
    ]);
    expect(await json(call(`/id-tokens/${made.id}`, { method: "DELETE" }))).toMatchObject({ status: "blocked" });
    const again = await problemOf(post("/id-tokens", { token: "abc-1" }));
    expect(again).toMatchObject({ status: 409, detail: expect.stringContaining(String(made.id)) });
    const back = { method: "PATCH", body: { status: "accepted" } };
    expect(await json(call(`/id-tokens/${made.id}`, back))).toMatchObject({ status: "accepted" });
  });

  test("a charge point is named by its id or its percent-encoded identity", async () => {
    await post("/charge-points", { identity: "A|B:1" });
    expect(await json(call("/charge-points/a%7Cb%3A1"))).toMatchObject({ identity: "A|B:1" });
    expect(await json(call(`/charge-points/${mine.chargePointId}/connectors`))).toMatchObject({
      items: [{ number: 1 }],
    });
    expect(await json(call("/charge-points?stateFamily=offline&search=A|B"))).toMatchObject({
      items: [{ identity: "A|B:1", siteName: null }],
    });
    expect(await json(call("/charge-points?stateFamily=free&search=A|B"))).toMatchObject({ items: [] });
    expect(await problemOf(call("/charge-points?stateFamily=broken"))).toMatchObject({ status: 400 });
    expect(await json(call("/charge-points?online=false&search=A|B"))).toMatchObject({
      items: [{ identity: "A|B:1" }],
    });
  });

  test("a session with everything that belongs to it", async () => {
    expect(await json(call(`/sessions/${mine.sessionId}`))).toMatchObject({ energyWh: "12345.678", grossMinor: "595" });
    for (const part of ["charging-periods", "meter-values"]) {
      expect((await json(call(`/sessions/${mine.sessionId}/${part}`))).items).toHaveLength(1);
    }
    expect(await json(call(`/sessions/${mine.sessionId}/price-trace`))).toMatchObject({
      trace: { version: 1, lines: [] },
    });
  });
});

describe("commands", () => {
  const reset = (query = "") => post(`/charge-points/${mine.identity}/commands/Reset${query}`, { type: "Soft" });
  const answerWith = (response: Record<string, unknown>) =>
    deps.commands.answerWith(({ commandId, tenantId, chargePointId }) => {
      const station = { tenantId, siteId: null, chargePointId };
      setImmediate(() => {
        void recordCommandProgress(deps, station, commandId, { step: "answered", at: deps.clock.now(), response });
      });
      return "queued";
    });

  test("without a wait are accepted at once, and can be asked for", async () => {
    const response = await reset();
    const body = await json(response);
    expect([response.status, body]).toEqual([202, { commandId: expect.any(String), state: "queued" }]);
    expect(await json(call(`/commands/${body.commandId}`))).toMatchObject({ action: "Reset", state: "queued" });
    expect((await json(call(`/charge-points/${mine.identity}/commands?limit=1`))).items).toMatchObject([body]);
  });

  test("with a wait give the station's answer as it came", async () => {
    answerWith({ status: "Accepted", vendorField: 1 });
    const response = await reset("?wait=30");
    expect([response.status, await json(response)]).toEqual([
      200,
      { commandId: expect.any(String), state: "accepted", response: { status: "Accepted", vendorField: 1 } },
    ]);
    answerWith({ status: "Rejected" });
    expect(await json(reset("?wait=30"))).toMatchObject({ state: "refused", response: { status: "Rejected" } });
  });

  test("without an answer in time are still on their way", async () => {
    const response = await reset("?wait=0.05");
    expect([response.status, await json(response)]).toMatchObject([202, { state: "queued" }]);
  });

  test("to a charge point that is offline fail at once", async () => {
    deps.commands.answerWith(() => "offline");
    const response = await reset("?wait=60");
    expect([response.status, await json(response)]).toMatchObject([
      200,
      { state: "failed", error: { code: "offline" } },
    ]);
  });

  test("reach the station unchanged, or not at all", async () => {
    const profile = { connectorId: 1, idTag: "04AABBCC" };
    await post(`/charge-points/${mine.identity}/commands/RemoteStartTransaction`, profile);
    expect(deps.commands.sent.map(({ request }) => request)).toEqual([profile]);
    const problem = await problemOf(
      post(`/charge-points/${mine.identity}/commands/RemoteStartTransaction`, { idTag: 1 }),
    );
    expect(problem).toMatchObject({ status: 400, errors: [{ pointer: "/idTag" }] });
    expect(await problemOf(post(`/charge-points/${mine.identity}/commands/Explode`, {}))).toMatchObject({
      status: 404,
    });
    expect(await problemOf(post(`/charge-points/${theirs.identity}/commands/Reset`, { type: "Soft" }))).toMatchObject({
      status: 404,
    });
    expect(
      await problemOf(post(`/charge-points/${mine.identity}/commands/Reset?wait=61`, { type: "Soft" })),
    ).toMatchObject({ status: 400, errors: [{ parameter: "wait" }] });
    expect(
      await problemOf(post(`/charge-points/${mine.identity}/commands/Reset`, { type: "Soft", more: 1 })),
    ).toMatchObject({ status: 400, errors: [{ pointer: "/more" }] });
    expect(deps.commands.sent).toHaveLength(1);
  });
});

describe("an Idempotency-Key", () => {
  const send = (idempotencyKeyText: string, body: unknown = { type: "Soft" }) =>
    post(`/charge-points/${mine.identity}/commands/Reset`, body, { "idempotency-key": idempotencyKeyText });

  test("does the work once and gives the same answer again", async () => {
    const [first, second] = [await send("k1"), await send("k1")];
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    const { "idempotency-replayed": _, ...headers } = Object.fromEntries(second.headers);
    expect([second.status, headers, await second.text()]).toEqual([
      first.status,
      Object.fromEntries(first.headers),
      await first.text(),
    ]);
    expect(deps.commands.sent).toHaveLength(1);
    expect(
      (await database.owner.orm.select().from(command)).filter(({ id }) => id === deps.commands.sent[0]?.commandId),
    ).toHaveLength(1);
  });

  test("is good for one request", async () => {
    await send("k2");
    expect(await problemOf(send("k2", { type: "Hard" }))).toMatchObject({ status: 422 });
    expect(await problemOf(post("/sites", {}, { "idempotency-key": "ä" }))).toMatchObject({ status: 400 });
  });

  test("of a request that still runs is in use", async () => {
    const { promise, resolve } = Promise.withResolvers<"queued">();
    const started = Promise.withResolvers<void>();
    deps.commands.answerWith(() => {
      started.resolve();
      return promise;
    });
    const first = send("k3");
    await started.promise;
    const meanwhile = await send("k3");
    expect(meanwhile.headers.get("retry-after")).toBe("1");
    expect(await problemOf(Promise.resolve(meanwhile))).toMatchObject({
      status: 409,
      type: "urn:voltplane:problem:key-in-use",
    });
    resolve("queued");
    expect((await first).status).toBe(202);
    expect((await send("k3")).headers.get("idempotency-replayed")).toBe("true");
    expect(deps.commands.sent).toHaveLength(1);
  });

  describe("of an attempt that died", () => {
    /** Runs a POST up to the point where its answer would be kept, and leaves it there for ever. */
    const dieAfterWork = async (request: () => Promise<Response>) => {
      const answer = await request();
      await database.owner.orm
        .update(idempotencyKey)
        .set({ status: null, headers: null, body: null })
        .where(eq(idempotencyKey.key, "dead"));
      return json(answer);
    };
    afterEach(() => database.owner.orm.delete(idempotencyKey).where(eq(idempotencyKey.key, "dead")));

    test("is in use until it has been silent for a while; then a command is found, not sent again", async () => {
      const first = await dieAfterWork(() => send("dead"));
      expect((await send("dead")).status).toBe(409);
      deps.clock.advance(20_001);
      expect(await problemOf(send("dead", { type: "Hard" }))).toMatchObject({ status: 422 });
      const again = await send("dead");
      expect(again.headers.get("idempotency-replayed")).toBeNull();
      expect(await json(again)).toEqual(first);
      expect(deps.commands.sent).toHaveLength(1);
      expect((await send("dead")).headers.get("idempotency-replayed")).toBe("true");
    });

    test("that never got as far is carried out by the repeat", async () => {
      const never = Promise.withResolvers<"queued">();
      const begun = Promise.withResolvers<void>();
      deps.commands.answerWith(() => {
        begun.resolve();
        return never.promise;
      });
      const dead = send("dead");
      await begun.promise;
      await database.owner.orm.delete(command).where(eq(command.id, deps.commands.sent[0]?.commandId ?? ""));
      deps.clock.advance(20_001);
      deps.commands.answerWith(() => "queued");
      expect((await send("dead")).status).toBe(202);
      const kept = await database.owner.orm.select().from(idempotencyKey).where(eq(idempotencyKey.key, "dead"));
      expect(kept).toMatchObject([{ status: 202, attempts: 2 }]);
      never.resolve("queued");
      await dead;
      // The one that was taken for dead has nothing more to say.
      expect(await database.owner.orm.select().from(idempotencyKey).where(eq(idempotencyKey.key, "dead"))).toEqual(
        kept,
      );
    });

    test("that was told to come back may do so at once", async () => {
      const outage = Object.assign(new Error("gone"), { code: "57P01" });
      const failing = { ...deps.commands, disconnect: () => Promise.reject(outage) };
      const path = `/charge-points/${mine.identity}/password`;
      const init = { method: "POST", body: {}, key, headers: { "idempotency-key": "dead" } };
      const first = await restClient({ ...deps, commands: failing }).call(path, init);
      expect([first.status, first.headers.get("retry-after")]).toEqual([503, "5"]);
      const again = await call(path, init);
      expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([200, null]);
    });

    test("that was told to come back is told so when that cannot be written either", async () => {
      let isAway = false;
      const outage = Object.assign(new Error("gone"), { code: "57P01" });
      const disconnect = () => {
        isAway = true;
        return Promise.reject(outage);
      };
      const orm = new Proxy(deps.db.orm, {
        get: (target, name) =>
          isAway && name === "transaction" ? () => Promise.reject(new Error("no socket")) : Reflect.get(target, name),
      });
      const failing = { ...deps, db: { ...deps.db, orm }, commands: { ...deps.commands, disconnect } };
      const path = `/charge-points/${mine.identity}/password`;
      const init = { method: "POST", body: {}, key, headers: { "idempotency-key": "dead" } };
      expect((await restClient(failing).call(path, init)).status).toBe(503);
      expect((await call(path, init)).status).toBe(409);
      deps.clock.advance(20_001);
      expect((await call(path, init)).status).toBe(200);
    });

    test("that added a version of a tariff is not told that it comes too early", async () => {
      const path = `/tariffs/${mine.tariffId}/versions`;
      const version = { ocpi: simpleTariff(), validFrom: "2040-01-01T00:00:00Z" };
      const postVersion = () => post(path, version, { "idempotency-key": "dead" });
      const { id } = await dieAfterWork(postVersion);
      deps.clock.advance(20_001);
      const lost = await problemOf(postVersion());
      expect(lost).toMatchObject({ status: 409, type: "urn:voltplane:problem:answer-lost" });
      expect(lost.detail).toContain(id);
      expect(await problemOf(post(path, version))).toMatchObject({ status: 400 });
    });

    test("makes nothing twice, and says that the answer is lost", async () => {
      const site = { name: "Twice?", country: "DEU", timeZone: "Europe/Berlin" };
      const postSite = () => post("/sites", site, { "idempotency-key": "dead" });
      const { id } = await dieAfterWork(postSite);
      deps.clock.advance(20_001);
      const lost = await problemOf(postSite());
      expect(lost).toMatchObject({ status: 409, type: "urn:voltplane:problem:answer-lost" });
      expect(lost.detail).toContain(id);
      expect((await postSite()).headers.get("idempotency-replayed")).toBe("true");
      const sites = (await json(call("/sites?limit=500"))).items as { name: string }[];
      expect(sites.filter(({ name }) => name === site.name)).toHaveLength(1);
    });
  });

  test("is free again after a refusal, which changed nothing", async () => {
    const path = "/charge-points/Later-1/password";
    expect((await post(path, {}, { "idempotency-key": "k4" })).status).toBe(404);
    await post("/charge-points", { identity: "Later-1" });
    expect((await post(path, {}, { "idempotency-key": "k4" })).status).toBe(200);
  });

  test("belongs to one API key, and runs out after a day", async () => {
    await send("k5");
    const other = await client.keyOf(mine.tenantId);
    key = other;
    expect((await send("k5")).headers.get("idempotency-replayed")).toBeNull();
    deps.clock.advance(24 * 60 * 60 * 1000 + 1);
    expect((await send("k5")).headers.get("idempotency-replayed")).toBeNull();
  });

  test("keeps no password in the clear", async () => {
    const response = await post("/charge-points", { identity: "Sealed-1" }, { "idempotency-key": "k6" });
    const { password } = await json(response);
    expect(JSON.stringify(await database.owner.orm.select().from(idempotencyKey))).not.toContain(password);
    const again = await post("/charge-points", { identity: "Sealed-1" }, { "idempotency-key": "k6" });
    expect(await json(again)).toMatchObject({ password });
  });
});

describe("the description", () => {
  test("tells of every answer that the tests above saw, and of its headers", () => {
    type Answers = Record<string, { headers?: Record<string, unknown> }>;
    const operations = Object.values(createOpenApiDocument().paths ?? {}).flatMap(
      (methods) => Object.values(methods) as { operationId: string; responses: Answers }[],
    );
    const told = ["location", "retry-after", "www-authenticate", "allow", "idempotency-replayed"];
    expect(seen.length).toBeGreaterThan(100);
    for (const { operation, status, headers } of seen) {
      const answers = operations.find(({ operationId }) => operationId === operation)?.responses ?? {};
      expect([operation, Object.keys(answers)]).toEqual([operation, expect.arrayContaining([String(status)])]);
      const names = Object.keys(answers[status]?.headers ?? {}).map((name) => name.toLowerCase());
      const sent = headers.filter((name) => told.includes(name));
      expect([operation, status, names]).toEqual([operation, status, expect.arrayContaining(sent)]);
    }
  });

  test("is served to anybody, as JSON and as a page that loads nothing from elsewhere", async () => {
    const document = await json(call("/openapi.json", { key: null }));
    expect(document.openapi).toBe("3.1.0");
    const page = await call("/reference", { key: null });
    const html = await page.text();
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(html).not.toMatch(/https?:\/\//);
    for (const [, asset] of html.matchAll(/(?:src|href)="\/api\/v1([^"]+)"/g)) {
      const response = await call(asset ?? "", { key: null });
      expect([asset, response.status]).toEqual([asset, 200]);
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(50);
    }
    for (const path of ["/reference/package.json", "/reference/..%2Fpackage.json", "/reference/toString"]) {
      expect((await call(path, { key: null })).status).toBe(404);
    }
  });
});
