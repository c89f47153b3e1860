import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../../../db/client.ts";
import { createAccountDeps } from "../../services/account/context.ts";
import { createApiKeyAuthenticator } from "../../services/api-key/authenticate.ts";
import { createApiKey } from "../../services/api-key/create.ts";
import { DEFAULT_API_KEY_LIMITS, limitApiKeys } from "../../services/api-key/limit-api-keys.ts";
import { endSessions } from "../../services/auth/end-sessions.ts";
import { createSessionVerifier } from "../../services/auth/verify-session.ts";
import { createFaces } from "../../services/brand/find-face.ts";
import { contextOf, testDeps } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import { createTrpcDoor, type TrpcDoor } from "./handler.ts";

const authSecret = "a secret of at least thirty-two characters";
const host = "brand.example";
const ours = { host, origin: `https://${host}`, "sec-fetch-site": "same-origin" };

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let mine: SeededTenant;
let theirs: SeededTenant;
let door: TrpcDoor;
let cookie: string;

beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database);
  [mine, theirs] = [await seedTenant(database), await seedTenant(database)];
  door = createTrpcDoor({
    ...deps,
    authSecret,
    verifySession: createSessionVerifier(deps),
    admitApiKey: createApiKeyAuthenticator(deps),
    account: createAccountDeps(deps, authSecret, createFaces(deps)),
    publicUrl: null,
  });
  cookie = await cookieOf({ userId: mine.userId, sessionId: mine.userSessionId, tenantId: mine.tenantId });
});
afterAll(() => database?.close());

const cookieOf = async (token: Record<string, unknown>, secret = authSecret) =>
  `other=1; next-auth.session-token=${await encode({ token, secret })}`;
const query = (path: string, input: unknown, headers: Record<string, string>) =>
  door.handle(
    new Request(`https://${host}/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`, {
      headers,
    }),
  );
const mutate = (path: string, input: unknown, headers: Record<string, string>) =>
  door.handle(
    new Request(`https://${host}/api/trpc/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ json: input }),
    }),
  );
const tariff = { name: "New name" };
const update = (headers: Record<string, string>) =>
  mutate("chargePoint.update", { chargePoint: mine.identity, ...tariff }, headers);

test("a session cookie lets its person in, in the cookie's tenant", async () => {
  const response = await query("chargePoint.list", { cursor: null, direction: "forward" }, { cookie });
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toMatchObject({ result: { data: { json: { items: [{ id: mine.chargePointId }] } } } });
});

test("who is not signed in asks so often and no more, batches counted by their calls; others go on", async () => {
  const batch = (separator: string, calls: number) => Array(calls).fill("ping").join(separator);
  const ask = (network: string, path = batch(",", 100)) =>
    door.handle(
      new Request(`https://${host}/api/trpc/${path}?batch=1&input=%7B%7D`, {
        headers: { "x-forwarded-for": network },
      }),
    );
  for (let count = 0; count < 6; count++) expect((await ask("192.0.2.7")).status).toBe(200);
  expect((await ask("192.0.2.7")).status).toBe(429);
  expect((await ask("192.0.2.8")).status).toBe(200);
  for (let count = 0; count < 6; count++) expect((await ask("192.0.2.9", batch("%2C", 100))).status).toBe(200);
  expect((await ask("192.0.2.9", batch("%2C", 100))).status).toBe(429);
  expect((await ask("192.0.2.10", batch(",", 101))).status).toBe(400);
  const input = { cursor: null, direction: "forward" };
  const known = await query("chargePoint.list", input, { cookie, "x-forwarded-for": "192.0.2.7" });
  expect(known.status).toBe(200);
});

test("each call of an API key's batch counts", async () => {
  const requestsPerKey = { burst: 10, perSecond: 1 };
  const limited = createTrpcDoor({
    ...deps,
    authSecret,
    verifySession: createSessionVerifier(deps),
    admitApiKey: limitApiKeys(deps.clock, createApiKeyAuthenticator(deps), {
      ...DEFAULT_API_KEY_LIMITS,
      requestsPerKey,
    }),
    account: createAccountDeps(deps, authSecret, createFaces(deps)),
    publicUrl: null,
  });
  const { key } = await createApiKey(contextOf(deps, mine.tenantId), { name: "Batch", scopes: [] });
  const ask = (calls: number) =>
    limited.handle(
      new Request(`https://${host}/api/trpc/${Array(calls).fill("ping").join(",")}?batch=1&input=%7B%7D`, {
        headers: { authorization: `Bearer ${key}` },
      }),
    );
  expect((await ask(8)).status).toBe(200);
  expect((await ask(8)).status).toBe(429);
});

test.each([
  ["no cookie", async () => ""],
  [
    "a cookie of another secret",
    () => cookieOf({ userId: mine.userId, sessionId: mine.userSessionId, tenantId: mine.tenantId }, "x"),
  ],
  [
    "a revoked session",
    () => cookieOf({ userId: mine.userId, sessionId: theirs.userSessionId, tenantId: mine.tenantId }),
  ],
  [
    "a tenant that is not the person's",
    () => cookieOf({ userId: mine.userId, sessionId: mine.userSessionId, tenantId: theirs.tenantId }),
  ],
  ["a cookie of another version", () => cookieOf({ sub: mine.userId })],
  ["a torn cookie", async () => "next-auth.session-token=x"],
])("%s is nobody", async (_which, cookieFor) => {
  const response = await query("chargePoint.list", {}, { cookie: await cookieFor() });
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ error: { json: { data: { code: "UNAUTHORIZED" } } } });
});

test("where host name or path name a company, a cookie opens that one's office, and only for its members", async () => {
  const host = `${mine.tenantId}.example`;
  await database.owner.sql`insert into tenant_domain (host, of_tenant_id, brand_id, proof, verified_at)
    values (${host}, ${mine.tenantId}, ${mine.brandId}, 'x', now())`;
  const [slugs] = await database.owner.sql`
    select (select slug from tenant where id = ${mine.tenantId}) as mine,
           (select slug from tenant where id = ${theirs.tenantId}) as theirs`;
  const elsewhere = await cookieOf({ userId: mine.userId, sessionId: mine.userSessionId, tenantId: theirs.tenantId });
  const asked = (headers: Record<string, string>) =>
    query("chargePoint.list", {}, { cookie: elsewhere, ...headers }).then(({ status }) => status);
  expect(await asked({})).toBe(401);
  expect(await asked({ host: host.toUpperCase() })).toBe(200);
  expect(await asked({ "x-voltplane-tenant": String(slugs?.mine) })).toBe(200);
  expect(await asked({ "x-voltplane-tenant": String(slugs?.theirs) })).toBe(401);
});

test("what a page of the back office says it shows counts before cookie and host name, and only for its members", async () => {
  const [office] = await database.owner.sql`select tenant_id from membership where user_id = ${mine.userId}`;
  const colleague = await seedTenant(database);
  await database.owner.sql`insert into membership (tenant_id, user_id, role)
    values (${colleague.tenantId}, ${mine.userId}, 'viewer')`;
  const shown = async (headers: Record<string, string>) => {
    const response = await query("chargePoint.list", { cursor: null, direction: "forward" }, { cookie, ...headers });
    const body = (await response.json()) as { result?: { data: { json: { items: { id: string }[] } } } };
    return body.result ? body.result.data.json.items.map(({ id }) => id) : response.status;
  };
  expect(office?.tenant_id).toBe(mine.tenantId);
  expect(await shown({})).toEqual([mine.chargePointId]);
  expect(await shown({ "x-voltplane-office": colleague.tenantId })).toEqual([colleague.chargePointId]);
  expect(await shown({ "x-voltplane-office": theirs.tenantId })).toBe(401);
  expect(await shown({ "x-voltplane-office": "nonsense" })).toEqual([mine.chargePointId]);
  const [slugs] = await database.owner.sql`select slug from tenant where id = ${mine.tenantId}`;
  const atMine = { "x-voltplane-tenant": String(slugs?.slug) };
  expect(await shown({ ...atMine, "x-voltplane-office": colleague.tenantId })).toEqual([colleague.chargePointId]);
});

test("a session that was ended opens nothing any more, at once", async () => {
  const { userId, userSessionId: sessionId, tenantId } = await seedTenant(database);
  const session = await cookieOf({ userId, sessionId, tenantId });
  const status = async () => (await query("chargePoint.list", {}, { cookie: session })).status;
  expect(await status()).toBe(200);
  expect(await endSessions(deps, { userId, onlyTenantId: null }, { sessionId })).toBe(1);
  expect(await status()).toBe(401);
  deps.clock.advance(60_000); // and not only while it is remembered
  expect(await status()).toBe(401);
});

test("with a cookie, changes are taken from our own pages only", async () => {
  const foreign = [
    { ...ours, origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    { host, origin: "https://evil.example" },
    { host },
  ];
  for (const headers of foreign) {
    expect((await update({ cookie, ...headers })).status).toBe(403);
  }
  expect((await update({ cookie, ...ours })).status).toBe(200);
});

test("a change cannot be asked for by GET", async () => {
  const response = await query("chargePoint.retire", { chargePoint: mine.identity }, { cookie, ...ours });
  expect(response.status).toBe(405);
});

test("an API key needs no page, and a wrong one is told so", async () => {
  const { key } = await createApiKey(contextOf(deps, mine.tenantId), { name: "K", scopes: ["chargePoint.write"] });
  expect((await update({ authorization: `Bearer ${key}` })).status).toBe(200);
  expect((await update({ authorization: `Bearer ${key}x` })).status).toBe(401);
  expect((await query("chargePoint.list", {}, { authorization: `Bearer ${key}` })).status).toBe(403);
});

test("failures have one form, with our own code and the fields", async () => {
  const invalid = await query("chargePoint.list", { limit: 0 }, { cookie });
  expect(invalid.status).toBe(400);
  expect(await invalid.json()).toMatchObject({
    error: { json: { data: { appCode: "invalid", details: { issues: [{ path: "limit" }] } } } },
  });
  const missing = await query("chargePoint.get", { chargePoint: theirs.chargePointId }, { cookie });
  expect(missing.status).toBe(404);
  expect(await missing.json()).toMatchObject({
    error: { json: { message: "Charge point not found", data: { appCode: "notFound" } } },
  });
});

test("a failure of ours shows nothing of itself", async () => {
  const broken = createTrpcDoor({
    ...deps,
    authSecret,
    verifySession: createSessionVerifier(deps),
    admitApiKey: createApiKeyAuthenticator(deps),
    account: createAccountDeps(deps, authSecret, createFaces(deps)),
    publicUrl: null,
    // A clock that fails stands for any bug.
    clock: {
      now: () => {
        throw new Error("secret detail");
      },
    },
  });
  const response = await broken.handle(
    new Request(`https://${host}/api/trpc/site.create`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie, ...ours },
      body: JSON.stringify({ json: { name: "S", country: "DEU", timeZone: "UTC" } }),
    }),
  );
  expect(response.status).toBe(500);
  const text = await response.text();
  expect(text).not.toContain("secret detail");
  expect(text).not.toContain("stack");
});

test("a mail's link leads to the installation's own address, whatever machine the request names", async () => {
  const [tenant] = await database.owner.sql`select slug from tenant where id = ${mine.tenantId}`;
  const [person] = await database.owner.sql`select email from app_user where id = ${mine.userId}`;
  const askAt = async (asked: string, publicUrl: string | null, headers: Record<string, string> = {}) => {
    const known = createTrpcDoor({
      ...{ ...deps, authSecret, verifySession: createSessionVerifier(deps), publicUrl },
      admitApiKey: createApiKeyAuthenticator(deps),
      account: createAccountDeps(deps, authSecret, createFaces(deps)),
    });
    const response = await known.handle(
      new Request(`http://${asked}/api/trpc/signIn.requestReset`, {
        method: "POST",
        headers: { "content-type": "application/json", host: asked, ...headers },
        body: JSON.stringify({ json: { email: person?.email } }),
      }),
    );
    expect(response.status).toBe(200);
    const [sent] = await database.owner.sql`
      select text_body from mail where recipient = ${person?.email} order by id desc limit 1`;
    return /https?:\S+(?=\?ticket)/.exec(String(sent?.text_body))?.[0];
  };
  const home = "https://volt.example";
  const atCompany = { "x-voltplane-tenant": String(tenant?.slug) };
  expect(await askAt("localhost:1337", home)).toBe(`${home}/reset-password`);
  expect(await askAt("evil.localhost:1337", home)).toBe(`${home}/reset-password`);
  expect(await askAt("localhost:1337", home, atCompany)).toBe(`${home}/t/${tenant?.slug}/reset-password`);
  expect(await askAt("localhost:3000", "http://localhost:3000")).toBe("http://localhost:3000/reset-password");
  expect(await askAt("localhost:3000", null)).toBe("http://localhost:3000/reset-password");
});

test("a body above 1 MiB is not read", async () => {
  const response = await mutate("site.create", { name: "x".repeat(1_100_000) }, { cookie, ...ours });
  expect(response.status).toBe(413);
});

test("pages call without HTTP, and only while the session stands", async () => {
  const claims = { userId: mine.userId, sessionId: mine.userSessionId, tenantId: mine.tenantId };
  const caller = await door.callerFor(claims);
  expect(await caller.chargePoint.get({ chargePoint: mine.identity })).toMatchObject({ id: mine.chargePointId });
  const nobody = await door.callerFor({ ...claims, sessionId: theirs.userSessionId });
  await expect(nobody.chargePoint.get({ chargePoint: mine.identity })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
});

test("while the database is away callers are told so, and nothing of it", async () => {
  const away = openDatabase({ url: "postgres://u:p@127.0.0.1:1/x", max: 1, applicationName: "t", role: "owner" });
  try {
    const gone = { ...deps, db: away };
    const verifySession = createSessionVerifier(gone);
    const admitApiKey = createApiKeyAuthenticator(gone);
    const awayDoor = createTrpcDoor({
      ...gone,
      authSecret,
      verifySession,
      admitApiKey,
      ...{ account: createAccountDeps(gone, authSecret, createFaces(gone)), publicUrl: null },
    });
    const response = await awayDoor.handle(
      new Request(`https://${host}/api/trpc/site.list?input=%7B%22json%22%3A%7B%7D%7D`, { headers: { cookie } }),
    );
    expect(response.status).toBe(503);
    const text = await response.text();
    expect(text).toContain('"appCode":"unavailable"');
    expect(text).not.toContain("127.0.0.1");
    const claims = { userId: mine.userId, sessionId: mine.userSessionId, tenantId: mine.tenantId };
    await expect(awayDoor.callerFor(claims)).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
  } finally {
    await away.close();
  }
});
