import { and, desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { driver } from "../../../db/schema/people.ts";
import { appUser, mail, membership, type Role } from "../../../db/schema/tenants.ts";
import { uuidv7 } from "../../core/ids.ts";
import { apiKeyActor, contextOf, testDeps, userActor } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import { changePassword } from "../account/change-password.ts";
import { createAccountDeps } from "../account/context.ts";
import { acceptInvitation, findInvitation } from "../auth/accept-invitation.ts";
import { openSession } from "../auth/open-session.ts";
import { requestPasswordReset } from "../auth/request-password-reset.ts";
import { resetPassword } from "../auth/reset-password.ts";
import { createSessionVerifier } from "../auth/verify-session.ts";
import { createFaces, type Face } from "../brand/find-face.ts";
import { ROLE_PERMISSIONS } from "../permissions.ts";
import { changeRole, removeMember } from "./change-membership.ts";
import { inviteMember, withdrawInvitation } from "./invite.ts";
import { listMembers } from "./list.ts";
import { resetFactors } from "./reset-factors.ts";

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let mine: SeededTenant;
let theirs: SeededTenant;
let account: ReturnType<typeof createAccountDeps>;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  deps = testDeps(database);
  [mine, theirs] = [await seedTenant(database), await seedTenant(database)];
  account = createAccountDeps(deps, "a secret of tests, long enough for one", createFaces(deps));
});

const owner = () => contextOf(deps, mine.tenantId, { ...userActor("owner"), id: mine.userId } as never);
const here = { origin: "https://a.example", home: "https://home.example", base: "" };
const inviting = () => ({ faces: account.faces, ...here });
const invite = (email: string, role: Role = "viewer") =>
  inviteMember(owner(), inviting(), { email, role, language: "en" });

/** The link of the newest mail to an address. */
async function linkTo(recipient: string): Promise<{ ticketId: string; secret: string; page: string }> {
  const [row] = await database.owner.orm
    .select()
    .from(mail)
    .where(and(eq(mail.tenantId, mine.tenantId), eq(mail.recipient, recipient)))
    .orderBy(desc(mail.id));
  const url = new URL(/https:\S+/.exec(row?.textBody ?? "")?.[0] ?? "https://none.example");
  return {
    ticketId: url.searchParams.get("ticket") ?? "",
    secret: url.hash.slice(1),
    page: `${url.origin}${url.pathname}`,
  };
}
const accept = (link: { ticketId: string; secret: string }, fields: { name?: string; password?: string } = {}) =>
  acceptInvitation({ ...deps, ...account }, { ...link, ...fields });
const someone = () => `someone-${crypto.randomUUID()}@example.com`;
async function addMember(tenantId: string, role: Role, userId = uuidv7()) {
  await database.owner.orm
    .insert(appUser)
    .values({ id: userId, email: `${userId}@example.com`, name: "A colleague" })
    .onConflictDoNothing();
  await database.owner.orm.insert(membership).values({ tenantId, userId, role });
  return userId;
}

describe("an invitation", () => {
  test("makes a new person a member in its role, once", async () => {
    const email = someone();
    await invite(email, "support");
    expect((await listMembers(owner())).invitations).toMatchObject([{ email, role: "support" }]);
    const link = await linkTo(email);
    expect(await findInvitation({ ...deps, ...account }, link)).toMatchObject({
      email,
      role: "support",
      isKnown: false,
    });
    const accepted = await accept(link, { name: "New Person", password: "a long new password" });
    expect(accepted).toMatchObject({ tenantId: mine.tenantId });
    expect(await accept(link, { name: "Twice" })).toBeNull();
    const { members, invitations } = await listMembers(owner());
    expect(invitations).toEqual([]);
    expect(members.find((member) => member.email === email)).toMatchObject({ name: "New Person", role: "support" });
  });

  test("leaves a known person's name and password as they are, whatever its reader says", async () => {
    const userId = uuidv7();
    const email = `${userId}@example.com`;
    await database.owner.orm.insert(appUser).values({ id: userId, email, name: "Known", passwordHash: "kept" });
    await invite(email.toUpperCase().replace("EXAMPLE.COM", "example.com"));
    const link = await linkTo(email.toUpperCase().replace("EXAMPLE.COM", "example.com"));
    expect(await accept(link, { name: "Other", password: "a long new password" })).toMatchObject({ userId });
    const [row] = await database.owner.orm.select().from(appUser).where(eq(appUser.id, userId));
    expect(row).toMatchObject({ name: "Known", passwordHash: "kept" });
  });

  test("that was replaced, withdrawn, guessed, late or for somebody disabled opens nothing", async () => {
    const email = someone();
    await invite(email);
    const first = await linkTo(email);
    await invite(email);
    const second = await linkTo(email);
    expect(await accept(first)).toBeNull();
    expect(await accept({ ...second, secret: first.secret })).toBeNull();
    await withdrawInvitation(owner(), { invitationId: second.ticketId });
    expect(await accept(second)).toBeNull();

    const late = someone();
    await invite(late);
    const lateLink = await linkTo(late);
    deps.clock.advance(7 * 86_400_000 + 1);
    expect(await accept(lateLink)).toBeNull();

    const disabled = someone();
    await database.owner.orm
      .insert(appUser)
      .values({ id: uuidv7(), email: disabled, name: "D", disabledAt: deps.clock.now() });
    await invite(disabled);
    expect(await accept(await linkTo(disabled))).toBeNull();
    expect((await listMembers(owner())).members).toHaveLength(1);
  });

  test("at the company's own host name opens nothing once its reader is at another company; the next one leads home", async () => {
    const email = someone();
    await invite(email);
    const astray = await linkTo(email);
    expect(astray.page).toBe("https://a.example/invitation");
    const userId = uuidv7();
    await database.owner.orm.insert(appUser).values({ id: userId, email, name: "Known" });
    await addMember(theirs.tenantId, "finance", userId);
    expect(await accept({ ...astray, secret: `home.${astray.secret}` })).toBeNull();
    expect(await accept(astray)).toBeNull();
    const { members, invitations } = await listMembers(owner());
    expect([members.length, invitations]).toEqual([1, []]);
    await invite(email);
    const next = await linkTo(email);
    expect(next.page).toMatch(/^https:\/\/home\.example\/t\//);
    expect(await accept(next)).toMatchObject({ userId, tenantId: mine.tenantId });
  });

  test("at the installation's own address opens whatever its reader is by then", async () => {
    const email = someone();
    const atHome = { ...inviting(), origin: here.home, base: "/t/mine" };
    await inviteMember(owner(), atHome, { email, role: "viewer", language: "en" });
    const link = await linkTo(email);
    const userId = uuidv7();
    await database.owner.orm.insert(appUser).values({ id: userId, email, name: "Known" });
    await addMember(theirs.tenantId, "finance", userId);
    expect(await accept(link)).toMatchObject({ userId, tenantId: mine.tenantId });
  });

  test("to a role that may do more is not for a key of `member.write` to send, nor to give", async () => {
    const key = contextOf(deps, mine.tenantId, apiKeyActor(["member.write", ...ROLE_PERMISSIONS.viewer]));
    const [email, language] = [someone(), "en"] as const;
    const userId = await addMember(mine.tenantId, "viewer");
    for (const role of ["owner", "operator"] as const) {
      await expect(inviteMember(key, inviting(), { email, role, language })).rejects.toMatchObject({
        code: "forbidden",
      });
      await expect(changeRole(key, { userId, role })).rejects.toMatchObject({ code: "forbidden" });
    }
    await inviteMember(key, inviting(), { email, role: "viewer", language });
    expect((await linkTo(email)).ticketId).not.toBe("");
  });

  test("is for owners to send, and not for who is a member already", async () => {
    const operator = contextOf(deps, mine.tenantId, userActor("operator"));
    const input = { email: someone(), role: "viewer" as const, language: "en" as const };
    await expect(inviteMember(operator, inviting(), input)).rejects.toMatchObject({ code: "forbidden" });
    const userId = await addMember(mine.tenantId, "viewer");
    await expect(invite(`${userId}@example.com`)).rejects.toMatchObject({ code: "conflict" });
    const lost = { ...inviting(), origin: null };
    await expect(inviteMember(owner(), lost, input)).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("members", () => {
  test("the last owner stays, also when two remove each other at once", async () => {
    await expect(removeMember(owner(), { userId: mine.userId })).rejects.toMatchObject({ code: "conflict" });
    await expect(changeRole(owner(), { userId: mine.userId, role: "viewer" })).rejects.toMatchObject({
      code: "conflict",
    });
    const second = await addMember(mine.tenantId, "owner");
    const outcomes = await Promise.allSettled([
      removeMember(owner(), { userId: mine.userId }),
      removeMember(owner(), { userId: second }),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const owners = await database.owner.orm
      .select()
      .from(membership)
      .where(and(eq(membership.tenantId, mine.tenantId), eq(membership.role, "owner")));
    expect(owners).toHaveLength(1);
  });

  test("a removed one is nobody in the office at once, and stays who they are elsewhere", async () => {
    const userId = await addMember(mine.tenantId, "operator");
    await addMember(theirs.tenantId, "viewer", userId);
    const verify = createSessionVerifier(deps);
    const opened = { userId, method: "password", isStrong: false, ip: "192.0.2.1", userAgent: null } as const;
    const sessionId = await openSession(deps, opened);
    const claims = { userId, sessionId, tenantId: mine.tenantId };
    expect((await verify(claims))?.actor).toMatchObject({ role: "operator" });
    await changeRole(owner(), { userId, role: "support" });
    expect((await verify(claims))?.actor).toMatchObject({ role: "support" });
    await removeMember(owner(), { userId });
    expect((await verify(claims))?.actor).toBeNull();
    expect((await verify({ ...claims, tenantId: theirs.tenantId }))?.actor).toMatchObject({ role: "viewer" });
  });

  test("one company does not weaken the way into another's office", async () => {
    const shared = await addMember(mine.tenantId, "viewer");
    await addMember(theirs.tenantId, "owner", shared);
    const ctx = { ...owner(), faces: account.faces };
    await expect(resetFactors(ctx, { userId: shared })).rejects.toMatchObject({ code: "conflict" });
    await expect(resetFactors(ctx, { userId: mine.userId })).rejects.toMatchObject({ code: "conflict" });
    await expect(resetFactors(ctx, { userId: theirs.userId })).rejects.toMatchObject({ code: "notFound" });
    const own = await addMember(mine.tenantId, "viewer");
    await resetFactors(ctx, { userId: own });
    const { orm } = database.owner;
    await orm.insert(driver).values({ tenantId: mine.tenantId, id: uuidv7(), userId: own, name: "A colleague" });
    await resetFactors(ctx, { userId: own });
    await orm.insert(driver).values({ tenantId: theirs.tenantId, id: uuidv7(), userId: own, name: "Their driver" });
    await expect(resetFactors(ctx, { userId: own })).rejects.toMatchObject({ code: "conflict" });
  });

  test("who is at another company too is listed without how they sign in there", async () => {
    const userId = await addMember(mine.tenantId, "viewer");
    const opened = { userId, method: "oidc", isStrong: true, ip: "192.0.2.1", userAgent: null } as const;
    const listed = async () => (await listMembers(owner())).members.find((member) => member.userId === userId);
    await openSession(deps, { ...opened, onlyTenantId: mine.tenantId });
    const first = deps.clock.now().toISOString();
    deps.clock.advance(1_000);
    await openSession(deps, opened);
    expect(await listed()).toMatchObject({ lastSeenAt: deps.clock.now().toISOString(), hasSecondFactor: false });
    await database.owner.orm
      .insert(driver)
      .values({ tenantId: theirs.tenantId, id: uuidv7(), userId, name: "Their driver" });
    expect(await listed()).toMatchObject({ lastSeenAt: first, hasSecondFactor: null });
  });
});

describe("a password reset", () => {
  const ask = (email: string, face: Face | null = null) =>
    requestPasswordReset(
      { ...deps, ...account, ...here, face, network: crypto.randomUUID() },
      { email, language: "en" },
    );
  const reset = (link: { ticketId: string; secret: string }, password = "a long new password") =>
    resetPassword({ ...deps, ...account, face: null }, { ...link, password });

  test("sets the password once, ends every session and signs nobody in", async () => {
    const [user] = await database.owner.orm.select().from(appUser).where(eq(appUser.id, mine.userId));
    const email = user?.email ?? "";
    const opened = {
      userId: mine.userId,
      method: "password",
      isStrong: false,
      ip: "192.0.2.1",
      userAgent: null,
    } as const;
    const sessionId = await openSession(deps, opened);
    await ask(email);
    const first = await linkTo(email);
    await ask(email);
    const second = await linkTo(email);
    await expect(reset({ ...second, secret: "a guess" })).rejects.toMatchObject({ code: "notFound" });
    expect(await reset(second)).toEqual({ email });
    await expect(reset(second)).rejects.toMatchObject({ code: "notFound" });
    await expect(reset(first)).rejects.toMatchObject({ code: "notFound" });
    const verify = createSessionVerifier(deps);
    expect(await verify({ userId: mine.userId, sessionId, tenantId: mine.tenantId })).toBeNull();
    const [after] = await database.owner.orm.select().from(appUser).where(eq(appUser.id, mine.userId));
    expect(await account.hasher.verify("a long new password", after?.passwordHash ?? "")).toBe(true);
  });

  test("is over once its person has changed the password themselves", async () => {
    const userId = await addMember(mine.tenantId, "viewer");
    await ask(`${userId}@example.com`);
    const link = await linkTo(`${userId}@example.com`);
    const opened = { userId, method: "password", isStrong: false, ip: "192.0.2.1", userAgent: null } as const;
    const claims = { userId, sessionId: await openSession(deps, opened), tenantId: mine.tenantId };
    const person = await createSessionVerifier(deps)(claims);
    if (!person) throw new Error("the session does not stand");
    await changePassword({ ...deps, ...account, ...here, face: null, person }, { next: "a password of one's own" });
    await expect(reset(link)).rejects.toMatchObject({ code: "notFound" });
  });

  test("never leads to one company's host name who works for another: nor does an invitation", async () => {
    const own = await account.faces.ofTenant(mine.tenantId);
    const userId = await addMember(mine.tenantId, "viewer");
    const email = `${userId}@example.com`;
    await ask(email, own);
    expect((await linkTo(email)).page).toBe("https://a.example/reset-password");
    await addMember(theirs.tenantId, "owner", userId);
    await ask(email, own);
    expect((await linkTo(email)).page).toBe(`https://home.example/t/${own?.slug}/reset-password`);
    const elsewhere = await addMember(theirs.tenantId, "owner");
    await invite(`${elsewhere}@example.com`);
    expect((await linkTo(`${elsewhere}@example.com`)).page).toBe(`https://home.example/t/${own?.slug}/invitation`);
  });

  test("is not had at a company's own host name once the person is at another company", async () => {
    const userId = await addMember(mine.tenantId, "viewer");
    const email = `${userId}@example.com`;
    await ask(email, await account.faces.ofTenant(mine.tenantId));
    const astray = await linkTo(email);
    await addMember(theirs.tenantId, "owner", userId);
    await expect(reset(astray)).rejects.toMatchObject({ code: "notFound" });
    await ask(email, await account.faces.ofTenant(mine.tenantId));
    expect(await reset(await linkTo(email))).toEqual({ email });
  });

  test("is not had for an invitation's link, late, or by who is nobody here; nobody learns which", async () => {
    const email = someone();
    await invite(email);
    await expect(reset(await linkTo(email))).rejects.toMatchObject({ code: "notFound" });
    const nobody = someone();
    await expect(ask(nobody)).resolves.toBeUndefined();
    expect(await linkTo(nobody)).toMatchObject({ ticketId: "", secret: "" });
    const [user] = await database.owner.orm.select().from(appUser).where(eq(appUser.id, mine.userId));
    await ask(user?.email ?? "");
    const link = await linkTo(user?.email ?? "");
    deps.clock.advance(3_600_001);
    await expect(reset(link)).rejects.toMatchObject({ code: "notFound" });
  });
});
