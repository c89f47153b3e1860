import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiKey, appUser, membership } from "../../../db/schema/tenants.ts";
import { uuidv7 } from "../../core/ids.ts";
import { apiKeyActor, contextOf, createTenant, testDeps, userActor } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { createApiKeyAuthenticator } from "../api-key/authenticate.ts";
import { createApiKey } from "../api-key/create.ts";
import { generateKeyText } from "../api-key/key-text.ts";
import { ListApiKeysInput, listApiKeys } from "../api-key/list.ts";
import { revokeApiKey } from "../api-key/revoke.ts";
import { createPasswordChecker } from "./check-password.ts";
import { endSessions } from "./end-sessions.ts";
import type { PasswordHasher } from "./hash-password.ts";
import { listMemberships } from "./list-memberships.ts";
import { listSessions } from "./list-sessions.ts";
import { type NewSession, openSession } from "./open-session.ts";
import { createSessionVerifier } from "./verify-session.ts";

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let tenantA: string;
let tenantB: string;

beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database);
  [tenantA, tenantB] = [await createTenant(database), await createTenant(database)];
});
afterAll(() => database?.close());

async function createUser(fields: Partial<typeof appUser.$inferInsert> = {}): Promise<{ id: string; email: string }> {
  const id = uuidv7();
  const user = { id, email: `Person-${id}@Example.com`, name: "A person", passwordHash: "right", ...fields };
  await database.owner.orm.insert(appUser).values(user);
  return user;
}

describe("API keys", () => {
  const scopes = ["chargePoint.read", "session.read"] as const;

  test("let a program in as what they are, until they are revoked", async () => {
    const ctx = contextOf(deps, tenantA);
    const authenticate = createApiKeyAuthenticator(deps);
    const { id, key } = await createApiKey(ctx, { name: "ERP", scopes: [...scopes] });
    expect(await authenticate(key)).toEqual({
      tenantId: tenantA,
      actor: { kind: "apiKey", id, name: "ERP", scopes: [...scopes] },
    });
    const { items } = await listApiKeys(ctx, ListApiKeysInput.parse({}));
    expect(items).toMatchObject([{ id, lastUsedAt: deps.clock.now().toISOString(), revokedAt: null }]);
    expect(JSON.stringify(items)).not.toContain(key.slice(-20));
    await revokeApiKey(ctx, { apiKeyId: id });
    deps.clock.advance(5_000); // what was right is remembered that long
    await expect(authenticate(key)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test("are refused in one wording: malformed, unknown, of another tenant, with another secret", async () => {
    const authenticate = createApiKeyAuthenticator(deps);
    const { id, key } = await createApiKey(contextOf(deps, tenantA), { name: "K", scopes: [] });
    const wrong = [
      "",
      "x",
      generateKeyText(tenantA, uuidv7()),
      generateKeyText(tenantB, id),
      generateKeyText(tenantA, id),
    ];
    for (const text of wrong) {
      await expect(authenticate(text)).rejects.toMatchObject({
        code: "unauthenticated",
        message: "The API key is missing or not valid.",
      });
    }
    expect(await authenticate(key)).toMatchObject({ actor: { id } });
  });

  test("note their use at most once a minute", async () => {
    const { id, key } = await createApiKey(contextOf(deps, tenantA), { name: "Use", scopes: [] });
    const usedAt = async () => {
      await createApiKeyAuthenticator(deps)(key); // each without a cache
      const [row] = await database.owner.orm.select().from(apiKey).where(eq(apiKey.id, id));
      return row?.lastUsedAt?.getTime();
    };
    const first = await usedAt();
    deps.clock.advance(59_000);
    expect(await usedAt()).toBe(first);
    deps.clock.advance(1_000);
    expect(await usedAt()).toBe((first ?? 0) + 60_000);
  });

  test("give nobody more than they may themselves", async () => {
    const writer = contextOf(deps, tenantA, apiKeyActor(["apiKey.write"]));
    await expect(createApiKey(writer, { name: "More", scopes: ["chargePoint.command"] })).rejects.toMatchObject({
      code: "forbidden",
    });
    const operator = contextOf(deps, tenantA, userActor("operator"));
    await expect(createApiKey(operator, { name: "More", scopes: [] })).rejects.toMatchObject({ code: "forbidden" });
  });

  test("of another tenant cannot be revoked", async () => {
    const { id: apiKeyId } = await createApiKey(contextOf(deps, tenantB), { name: "B", scopes: [] });
    await expect(revokeApiKey(contextOf(deps, tenantA), { apiKeyId })).rejects.toMatchObject({ code: "notFound" });
  });
});

describe("passwords", () => {
  /** Plain comparison: what is tested is who gets an answer. */
  const hasher: PasswordHasher = {
    hash: async (password) => `hash of ${password}`,
    verify: async (password, stored) => password === stored,
  };
  const checker = () => createPasswordChecker(deps, hasher);
  const repeat = async (times: number, work: (index: number) => Promise<unknown>) => {
    for (let index = 0; index < times; index++) await work(index);
  };

  test("the right one opens, whatever the case of the address; wrong, unknown and disabled sound alike", async () => {
    const check = checker();
    const user = await createUser();
    const disabled = await createUser({ disabledAt: new Date() });
    const noPassword = await createUser({ passwordHash: null });
    const ip = "192.0.2.1";
    expect(await check({ email: user.email.toUpperCase(), password: "right", ip })).toMatchObject({
      outcome: "right",
      user: { id: user.id },
    });
    for (const [email, password] of [
      [user.email, "wrong"],
      ["nobody@example.com", "right"],
      [disabled.email, "right"],
      [noPassword.email, "right"],
    ] as const) {
      expect(await check({ email, password, ip })).toEqual({ outcome: "wrong" });
    }
  });

  test("after ten wrong tries an account is locked for that address, known or not", async () => {
    const check = checker();
    const { email } = await createUser();
    for (const tried of [email, "nobody@example.com"]) {
      await repeat(10, () => check({ email: tried, password: "wrong", ip: "192.0.2.2" }));
      expect(await check({ email: tried, password: "right", ip: "192.0.2.2" })).toEqual({
        outcome: "locked",
        retryAfterS: expect.any(Number),
      });
    }
  });

  test("parallel tries gain nothing", async () => {
    const check = checker();
    const { email } = await createUser();
    const verdicts = await Promise.all(
      Array.from({ length: 30 }, () => check({ email, password: "wrong", ip: "192.0.2.3" })),
    );
    expect(verdicts.filter(({ outcome }) => outcome === "wrong")).toHaveLength(10);
  });

  test("a right password is not refused because of others' wrong ones from the same address", async () => {
    const check = checker();
    const { email } = await createUser();
    await repeat(150, (n) => check({ email: `victim-${n}@example.com`, password: "wrong", ip: "192.0.2.4" }));
    expect(await check({ email: "one-more@example.com", password: "wrong", ip: "192.0.2.4" })).toMatchObject({
      outcome: "locked",
    });
    expect(await check({ email, password: "right", ip: "192.0.2.4" })).toMatchObject({ outcome: "right" });
  });

  const signedInFrom = (userId: string, ip: string, onlyTenantId: string | null = null) =>
    openSession(deps, { userId, method: "password", isStrong: false, onlyTenantId, ip, userAgent: null });

  test("an attacker from many addresses does not lock out the owner, who signs in from a known one", async () => {
    const check = checker();
    const { id, email } = await createUser();
    await signedInFrom(id, "192.0.2.5");
    await signedInFrom(id, "203.0.113.9", tenantA); // a company's own provider may say that of anybody
    await repeat(110, (n) => check({ email, password: "wrong", ip: `198.51.100.${n}` }));
    expect(await check({ email, password: "right", ip: "203.0.113.9" })).toMatchObject({ outcome: "locked" });
    expect(await check({ email, password: "right", ip: "192.0.2.5" })).toMatchObject({ outcome: "right" });
  });

  test("a neighbour's wrong tries do not lock out who signs in from that address; they are bounded all the same", async () => {
    const check = checker();
    const { id, email } = await createUser();
    await signedInFrom(id, "192.0.2.6");
    const ip = "192.0.2.6";
    await repeat(99, () => check({ email, password: "wrong", ip }));
    expect(await check({ email, password: "right", ip })).toMatchObject({ outcome: "right" });
    await repeat(100, () => check({ email, password: "wrong", ip }));
    expect(await check({ email, password: "right", ip })).toMatchObject({ outcome: "locked" });
  });

  test("the addresses of one IPv6 network count as one", async () => {
    const check = checker();
    const { email } = await createUser();
    await repeat(10, (n) => check({ email, password: "wrong", ip: `2001:db8::${n}` }));
    expect(await check({ email, password: "right", ip: "2001:db8:0:0:ffff::1" })).toMatchObject({ outcome: "locked" });
    expect(await check({ email, password: "right", ip: "2001:db8:0:1::1" })).toMatchObject({ outcome: "right" });
  });
});

describe("sessions of people", () => {
  const opened = (userId: string, fields: Partial<NewSession> = {}) =>
    openSession(deps, {
      userId,
      method: "password",
      isStrong: false,
      ip: "192.0.2.1",
      userAgent: "A browser",
      ...fields,
    });
  const member = async (tenantId: string, role: "support" | "viewer" = "support") => {
    const user = await createUser();
    await database.owner.orm.insert(membership).values({ tenantId, userId: user.id, role });
    return user;
  };

  test("stand for a member in the role of now, and for nobody once disabled", async () => {
    const user = await member(tenantA);
    const verify = createSessionVerifier(deps);
    const claims = { userId: user.id, sessionId: await opened(user.id), tenantId: tenantA };
    expect(await verify(claims)).toMatchObject({
      actor: { kind: "user", id: user.id, name: "A person", role: "support" },
      driver: null,
    });
    expect((await verify({ ...claims, tenantId: tenantB }))?.actor).toBeNull();
    expect((await verify({ ...claims, tenantId: null }))?.actor).toBeNull();
    expect(await verify({ ...claims, sessionId: uuidv7() })).toBeNull();
    const stranger = await member(tenantA);
    expect(await verify({ ...claims, userId: stranger.id })).toBeNull();
    expect(await listMemberships(deps, user.id)).toMatchObject([{ tenantId: tenantA, role: "support" }]);

    await database.owner.orm.update(membership).set({ role: "viewer" }).where(eq(membership.userId, user.id));
    deps.clock.advance(5_000); // what was right is remembered that long
    expect(await verify(claims)).toMatchObject({ actor: { role: "viewer" } });
    await database.owner.orm.update(appUser).set({ disabledAt: new Date() }).where(eq(appUser.id, user.id));
    deps.clock.advance(5_000);
    expect(await verify(claims)).toBeNull();
  });

  test("open the office joined last, where nothing names another one", async () => {
    const user = await createUser();
    const joined = (tenantId: string, createdAt: string) =>
      database.owner.orm
        .insert(membership)
        .values({ tenantId, userId: user.id, role: "viewer", createdAt: new Date(createdAt) });
    await joined(tenantA, "2026-01-02T00:00:00Z");
    await joined(tenantB, "2026-01-03T00:00:00Z");
    expect((await listMemberships(deps, user.id)).map(({ tenantId }) => tenantId)).toEqual([tenantB, tenantA]);
  });

  test("end by themselves, one by one, or all but one", async () => {
    const user = await member(tenantA);
    const verify = createSessionVerifier(deps);
    const [first, second, third] = [await opened(user.id), await opened(user.id), await opened(user.id)];
    const stands = async (sessionId: string) =>
      (await verify({ userId: user.id, sessionId, tenantId: tenantA })) !== null;
    const self = { userId: user.id, onlyTenantId: null };
    expect(await listSessions(deps, self)).toHaveLength(3);
    await endSessions(deps, self, { sessionId: first });
    expect([await stands(first), await stands(second), await stands(third)]).toEqual([false, true, true]);
    await endSessions(deps, self, { except: third });
    expect([await stands(second), await stands(third)]).toEqual([false, true]);
    expect(await listSessions(deps, self)).toMatchObject([{ id: third, userAgent: "A browser" }]);
    deps.clock.advance(8 * 86_400_000);
    expect(await stands(third)).toBe(false);
  });

  test("that one company vouched for are nothing in another, and know nothing of the others", async () => {
    const user = await member(tenantA);
    await database.owner.orm.insert(membership).values({ tenantId: tenantB, userId: user.id, role: "support" });
    const verify = createSessionVerifier(deps);
    const vouched = await opened(user.id, { method: "oidc", isStrong: true, onlyTenantId: tenantA });
    const own = await opened(user.id);
    const claims = { userId: user.id, sessionId: vouched };
    expect((await verify({ ...claims, tenantId: tenantA }))?.actor).toMatchObject({ role: "support" });
    expect(await verify({ ...claims, tenantId: tenantB })).toBeNull();
    expect(await verify({ ...claims, tenantId: null })).toBeNull();
    const self = { userId: user.id, onlyTenantId: tenantA };
    expect(await listSessions(deps, self)).toMatchObject([{ id: vouched }]);
    expect(await endSessions(deps, self, { sessionId: own })).toBe(0);
  });
});
