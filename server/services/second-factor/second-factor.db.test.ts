import { and, eq } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { passkey } from "../../../db/schema/sign-in.ts";
import { mail, tenant } from "../../../db/schema/tenants.ts";
import { testDeps } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import { type AccountContext, createAccountDeps } from "../account/context.ts";
import { openSession } from "../auth/open-session.ts";
import { createSessionVerifier, type VerifySession } from "../auth/verify-session.ts";
import { createFaces } from "../brand/find-face.ts";
import { getFactors } from "./get.ts";
import { removeTotp } from "./remove-totp.ts";
import { renewCodes } from "./renew-codes.ts";
import { beginTotp, confirmTotp } from "./set-up-totp.ts";
import { showFactor } from "./show.ts";

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let mine: SeededTenant;
let verify: VerifySession;
let account: ReturnType<typeof createAccountDeps>;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  deps = testDeps(database);
  mine = await seedTenant(database);
  verify = createSessionVerifier(deps);
  account = createAccountDeps(deps, "a secret of tests, long enough for one", createFaces(deps));
});

/** A browser that signs in as the seeded owner, by its first factor. */
async function browser(onlyTenantId: string | null = null, isStrong = false) {
  const { userId, tenantId } = mine;
  const method = onlyTenantId === null ? ("password" as const) : ("oidc" as const);
  const opened = { userId, method, isStrong, onlyTenantId, ip: "192.0.2.1", userAgent: null };
  const claims = { userId, tenantId, sessionId: await openSession(deps, opened) };
  const person = async () => {
    const found = await verify(claims);
    if (!found) throw new Error("signed out");
    return found;
  };
  const context = async (): Promise<AccountContext> => ({
    ...deps,
    ...account,
    ...{ person: await person(), face: null, origin: null },
  });
  return { person, context };
}

const codeAt = (secret: string, ms: number) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: ms });
const now = () => deps.clock.now().getTime();

/** Sets an app up in a browser of its own. */
async function withApp() {
  const first = await browser();
  const { secret } = await beginTotp(await first.context());
  const { recoveryCodes } = await confirmTotp(await first.context(), { code: codeAt(secret, now()) });
  deps.clock.advance(30_000);
  return { first, secret, recoveryCodes };
}

describe("an authenticator app", () => {
  test("stands between every later browser and the office, until its code is shown there", async () => {
    const { first, secret } = await withApp();
    expect(await first.person()).toMatchObject({ isStrong: true, missingFactor: null, actor: { role: "owner" } });
    const second = await browser();
    expect(await second.person()).toMatchObject({ missingFactor: "show", actor: null });
    await expect(showFactor(await second.context(), { code: "000000" })).rejects.toMatchObject({ code: "invalid" });
    expect((await second.person()).actor).toBeNull();
    const code = codeAt(secret, now());
    await showFactor(await second.context(), { code: `${code.slice(0, 3)} ${code.slice(3)}` });
    expect(await second.person()).toMatchObject({ missingFactor: null, actor: { role: "owner" } });
  });

  test("does not strengthen a session that a company's own identity provider began", async () => {
    const { secret } = await withApp();
    const vouched = await browser(mine.tenantId);
    expect(await vouched.person()).toMatchObject({ isStrong: false, actor: null });
    const shown = showFactor(await vouched.context(), { code: codeAt(secret, now()) });
    await expect(shown).rejects.toMatchObject({ code: "forbidden" });
    expect(await vouched.person()).toMatchObject({ isStrong: false, actor: null });
  });

  test("takes each code once, also of two browsers at once, and an older one not after a newer", async () => {
    const { secret } = await withApp();
    const [one, two, three] = [await browser(), await browser(), await browser()];
    const code = codeAt(secret, now());
    const [oneContext, twoContext] = [await one.context(), await two.context()];
    const outcomes = await Promise.allSettled([showFactor(oneContext, { code }), showFactor(twoContext, { code })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const older = codeAt(secret, now() - 30_000);
    await expect(showFactor(await three.context(), { code: older })).rejects.toMatchObject({ code: "invalid" });
  });

  test("is no more a factor than it was confirmed: a secret that was only made locks nobody out", async () => {
    const one = await browser();
    const { secret } = await beginTotp(await one.context());
    expect((await (await browser()).person()).missingFactor).toBeNull();
    const { secret: later } = await beginTotp(await one.context());
    expect(later).not.toBe(secret);
    await expect(confirmTotp(await one.context(), { code: codeAt(secret, now()) })).rejects.toMatchObject({
      code: "invalid",
    });
    await confirmTotp(await one.context(), { code: codeAt(later, now()) });
    await expect(beginTotp(await one.context())).rejects.toMatchObject({ code: "conflict" });
  });

  test("that was only begun opens nothing beside a real factor: whoever began it may be somebody else", async () => {
    const stranger = await browser();
    const { secret } = await beginTotp(await stranger.context());
    const { userId } = mine;
    const key = { credentialId: crypto.randomUUID(), publicKey: new Uint8Array([1]), rpId: "a.example", name: "Key" };
    await database.owner.orm.insert(passkey).values({ userId, ...key });
    const later = await browser();
    expect((await later.person()).missingFactor).toBe("show");
    const code = codeAt(secret, now());
    await expect(showFactor(await later.context(), { code })).rejects.toMatchObject({ code: "invalid" });
    await expect(removeTotp(await later.context(), { code })).rejects.toMatchObject({ code: "invalid" });
    expect(await later.person()).toMatchObject({ missingFactor: "show", actor: null });
  });

  test("is not guessed: after five wrong codes nothing is looked at, in no browser of the person", async () => {
    const { secret } = await withApp();
    const guesser = await browser();
    for (let n = 0; n < 5; n++) {
      await expect(showFactor(await guesser.context(), { code: "111111" })).rejects.toMatchObject({ code: "invalid" });
    }
    const another = await browser();
    await expect(showFactor(await another.context(), { code: codeAt(secret, now()) })).rejects.toMatchObject({
      code: "tooMany",
      details: { retryAfterS: expect.any(Number) },
    });
  });

  test("is removed by a code only, its recovery codes go with it, and the person is told by mail", async () => {
    const { first, recoveryCodes } = await withApp();
    const [code = "", other = ""] = recoveryCodes;
    await expect(removeTotp(await first.context(), { code: "000000" })).rejects.toMatchObject({ code: "invalid" });
    await removeTotp(await first.context(), { code });
    expect(await getFactors(await first.context())).toMatchObject({ totpSince: null, recoveryCodesLeft: 0 });
    await expect(showFactor(await first.context(), { code: other })).rejects.toMatchObject({ code: "invalid" });
    const notices = await database.owner.orm
      .select({ subject: mail.subject })
      .from(mail)
      .where(and(eq(mail.tenantId, mine.tenantId), eq(mail.kind, "securityNotice")));
    expect(notices.map(({ subject }) => subject.startsWith("Your sign-in was changed"))).toEqual([true, true]);
  });

  test("keeps its secret where the database alone cannot read it", async () => {
    const { secret } = await withApp();
    const [row] = await database.owner.sql`select sealed_secret from totp_factor where user_id = ${mine.userId}`;
    const plain = Buffer.from(new Uint8Array(Secret.fromBase32(secret).buffer));
    expect(Buffer.from(row?.sealed_secret).includes(plain)).toBe(false);
  });
});

describe("recovery codes", () => {
  test("stand in for the app once each, however they are written", async () => {
    const { recoveryCodes } = await withApp();
    expect(new Set(recoveryCodes).size).toBe(10);
    const [code = ""] = recoveryCodes;
    const second = await browser();
    await showFactor(await second.context(), { code: code.replace("-", "").toLowerCase() });
    expect((await second.person()).missingFactor).toBeNull();
    const third = await browser();
    await expect(showFactor(await third.context(), { code })).rejects.toMatchObject({ code: "invalid" });
  });

  test("are made anew by who has shown a factor only, and those of before are worth nothing", async () => {
    const { first, recoveryCodes } = await withApp();
    const weak = await browser();
    await expect(renewCodes(await weak.context())).rejects.toMatchObject({ code: "forbidden" });
    const renewed = await renewCodes(await first.context());
    await expect(showFactor(await weak.context(), { code: recoveryCodes[1] ?? "" })).rejects.toMatchObject({
      code: "invalid",
    });
    await showFactor(await weak.context(), { code: renewed.recoveryCodes[0] ?? "" });
  });
});

describe("a company that demands a second factor", () => {
  beforeEach(async () => {
    await database.owner.orm.update(tenant).set({ requiresSecondFactor: true }).where(eq(tenant.id, mine.tenantId));
  });

  test("opens its office to nobody without one, and to who sets one up at once", async () => {
    const one = await browser();
    expect(await one.person()).toMatchObject({ missingFactor: "setUp", actor: null });
    const { secret } = await beginTotp(await one.context());
    await confirmTotp(await one.context(), { code: codeAt(secret, now()) });
    expect(await one.person()).toMatchObject({ missingFactor: null, actor: { role: "owner" } });
  });

  test("leaves it to its own identity provider how strongly that asks", async () => {
    const vouched = await browser(mine.tenantId, true);
    expect(await vouched.person()).toMatchObject({ missingFactor: null, actor: { role: "owner" } });
    const asDriver = await browser(mine.tenantId);
    expect(await asDriver.person()).toMatchObject({ missingFactor: null, actor: null });
  });

  test("asks nobody who is not in its office", async () => {
    const { sql } = database.owner;
    await sql`delete from membership where user_id = ${mine.userId}`;
    expect((await (await browser()).person()).missingFactor).toBeNull();
  });
});
