import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { driver } from "../../../db/schema/people.ts";
import { identityProvider } from "../../../db/schema/sign-in.ts";
import { appUser, mail, membership, type Role } from "../../../db/schema/tenants.ts";
import { uuidv7 } from "../../core/ids.ts";
import { createSealer } from "../../core/seal.ts";
import { contextOf, testDeps } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import { createAccountDeps } from "../account/context.ts";
import { acceptInvitation } from "../auth/accept-invitation.ts";
import { openSession } from "../auth/open-session.ts";
import { createSessionVerifier } from "../auth/verify-session.ts";
import { createFaces } from "../brand/find-face.ts";
import { admit } from "./admit.ts";
import { updateProvider } from "./manage.ts";
import { readProviderClaims } from "./read-claims.ts";

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let mine: SeededTenant;
let theirs: SeededTenant;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  deps = testDeps(database);
  [mine, theirs] = [await seedTenant(database), await seedTenant(database)];
});

type Provider = typeof identityProvider.$inferSelect;

async function provider(fields: Partial<Provider> = {}, tenantId = mine.tenantId): Promise<Provider> {
  const plain = { name: "Directory", issuer: "https://id.example", clientId: "c", roleClaim: "roles" };
  const roleMap: Record<string, Role> = { boss: "owner", ops: "operator" };
  const [row] = await database.owner.orm
    .insert(identityProvider)
    .values({ tenantId, id: uuidv7(), ...plain, roleMap, ...fields })
    .returning();
  if (!row) throw new Error("no provider");
  return row;
}
const at = { origin: "https://a.example", home: "https://home.example" as string | null, base: "" };
const comes = (to: Provider, claims: Record<string, unknown>, home = at.home) =>
  admit(
    { ...deps, faces: createFaces(deps), ...at, home },
    to,
    readProviderClaims({ email_verified: true, name: "P", ...claims }),
  );
const someone = () => `someone-${crypto.randomUUID()}@example.com`;
const roleOf = async (userId: string, tenantId = mine.tenantId) => {
  const isIt = and(eq(membership.tenantId, tenantId), eq(membership.userId, userId));
  const [row] = await database.owner.orm.select().from(membership).where(isIt);
  return row?.role ?? null;
};
const idOf = (admission: Awaited<ReturnType<typeof admit>>) => {
  if ("refused" in admission) throw new Error(`refused: ${admission.refused}`);
  return admission.userId;
};

describe("a company's own provider", () => {
  test("makes people what it says they are, at each sign-in, and knows them by their subject", async () => {
    const staff = await provider();
    const email = someone();
    const userId = idOf(await comes(staff, { sub: "1", email, roles: ["ops"] }));
    expect(await roleOf(userId)).toBe("operator");
    // A new address there is the same person here.
    expect(idOf(await comes(staff, { sub: "1", email: someone(), roles: ["boss"] }))).toBe(userId);
    expect(await roleOf(userId)).toBe("owner");
    expect(await comes(staff, { sub: "1", email, roles: [] })).toEqual({ refused: "noRole" });
    expect(await roleOf(userId)).toBeNull();
  });

  test("that moves to another issuer knows nobody by the old one's subjects, and forgets the secret that was for it", async () => {
    const sealedClientSecret = Buffer.from("sealed");
    const staff = await provider({ roleMap: { boss: "owner", ops: "operator" }, sealedClientSecret });
    const [olga, ben] = [someone(), someone()];
    const owner = idOf(await comes(staff, { sub: "5", email: olga, roles: ["boss"] }));
    const clientSecrets = createSealer("s".repeat(32), "test");
    const ctx = { ...contextOf(deps, mine.tenantId), clientSecrets };
    const { name, clientId, scopes, audience, roleClaim, roleMap, defaultRole, isEnabled } = staff;
    const same = { name, clientId, scopes, audience, roleClaim, roleMap, defaultRole, isEnabled };
    const change = (issuer: string) => updateProvider(ctx, { providerId: staff.id, ...same, issuer });
    expect(await change(staff.issuer)).toMatchObject({ hasClientSecret: true });
    expect(idOf(await comes(staff, { sub: "5", email: someone(), roles: ["boss"] }))).toBe(owner);
    const moved = await change("https://other.example");
    expect(moved).toMatchObject({ hasClientSecret: false, issuer: "https://other.example" });
    expect(idOf(await comes(staff, { sub: "5", email: ben, roles: ["ops"] }))).not.toBe(owner);
    expect(idOf(await comes(staff, { sub: "77", email: olga, roles: ["boss"] }))).toBe(owner);
  });

  test("never takes the last owner away, and lets them in", async () => {
    const staff = await provider();
    const [user] = await database.owner.orm.select().from(appUser).where(eq(appUser.id, mine.userId));
    expect(idOf(await comes(staff, { sub: "1", email: user?.email, roles: ["ops"] }))).toBe(mine.userId);
    expect(await roleOf(mine.userId)).toBe("owner");
  });

  test("that tells no roles leaves members as they are and gives new ones the default", async () => {
    const plain = await provider({ roleClaim: null, roleMap: {}, defaultRole: "viewer" });
    const userId = idOf(await comes(plain, { sub: "1", email: someone() }));
    expect(await roleOf(userId)).toBe("viewer");
    await database.owner.orm.update(membership).set({ role: "finance" }).where(eq(membership.userId, userId));
    idOf(await comes(plain, { sub: "1", email: someone() }));
    expect(await roleOf(userId)).toBe("finance");
    const none = await provider({ roleClaim: null, roleMap: {} });
    expect(await comes(none, { sub: "2", email: someone(), roles: ["boss"] })).toEqual({ refused: "noRole" });
  });

  test("is not believed about an address that it says is not verified, or that drivers could type", async () => {
    const [owner] = await database.owner.orm.select().from(appUser).where(eq(appUser.id, mine.userId));
    const open = await provider({ audience: "all" });
    const staff = await provider();
    const claims = { sub: "1", email: owner?.email, roles: ["boss"] };
    expect(await comes(open, { ...claims, email_verified: false })).toEqual({ refused: "emailNotVerified" });
    expect(await comes(open, { ...claims, email_verified: undefined })).toEqual({ refused: "emailNotVerified" });
    expect(await comes(staff, { ...claims, email_verified: false })).toEqual({ refused: "emailNotVerified" });
    expect(await comes(staff, { sub: "1", roles: ["boss"] })).toEqual({ refused: "noEmail" });
    // Nor does an unverified address reserve an account for whoever owns it later.
    const later = someone();
    await comes(open, { sub: "2", email: later, email_verified: false });
    expect(await database.owner.orm.select().from(appUser).where(eq(appUser.email, later))).toEqual([]);
  });

  test("makes no member of who works or charges elsewhere: it sends one invitation, which is theirs to accept", async () => {
    const { orm } = database.owner;
    const [stranger] = await orm.select().from(appUser).where(eq(appUser.id, theirs.userId));
    const [userId, email] = [uuidv7(), someone()];
    await orm.insert(appUser).values({ id: userId, email, name: "Their driver" });
    await orm.insert(driver).values({ tenantId: theirs.tenantId, id: uuidv7(), userId, name: "Their driver" });
    const evil = await provider();
    const staff = { sub: "1", email, roles: ["ops"] };
    expect(await comes(evil, { sub: "2", email: stranger?.email, roles: ["boss"] })).toEqual({ refused: "invited" });
    expect(await comes(evil, { ...staff, roles: [] })).toEqual({ refused: "noRole" });
    expect(await comes(evil, staff, null)).toEqual({ refused: "noRole" }); // no address that is nobody's own
    expect(await comes(evil, staff)).toEqual({ refused: "invited" });
    expect(await comes(evil, staff)).toEqual({ refused: "invited" });
    expect([await roleOf(userId), await roleOf(theirs.userId)]).toEqual([null, null]);
    const mails = await orm.select().from(mail).where(eq(mail.recipient, email));
    expect(mails).toMatchObject([{ tenantId: mine.tenantId, kind: "invitation" }]);
    const url = new URL(/https:\S+/.exec(mails[0]?.textBody ?? "")?.[0] ?? "");
    expect(url.origin).toBe("https://home.example");
    const link = { ticketId: url.searchParams.get("ticket") ?? "", secret: url.hash.slice(1) };
    await acceptInvitation({ ...deps, ...createAccountDeps(deps, "a secret of tests", createFaces(deps)) }, link);
    expect(await roleOf(userId)).toBe("operator");
    expect(idOf(await comes(evil, { ...staff, roles: ["boss"] }))).toBe(userId);
    expect(await roleOf(userId)).toBe("owner");
  });

  test("speaks for its own company alone, whoever it vouches for", async () => {
    const evil = await provider();
    const userId = idOf(await comes(evil, { sub: "1", email: someone(), roles: ["boss"] }));
    await database.owner.orm.insert(membership).values({ tenantId: theirs.tenantId, userId, role: "owner" });
    const opened = { userId, method: "oidc", isStrong: true, onlyTenantId: mine.tenantId } as const;
    const sessionId = await openSession(deps, { ...opened, ip: "192.0.2.1", userAgent: null });
    const verify = createSessionVerifier(deps);
    expect((await verify({ userId, sessionId, tenantId: mine.tenantId }))?.actor).toMatchObject({ role: "owner" });
    expect(await verify({ userId, sessionId, tenantId: theirs.tenantId })).toBeNull();
    expect(await roleOf(userId, theirs.tenantId)).toBe("owner");
  });

  test("for drivers makes drivers, and opens no office to who works there", async () => {
    const forDrivers = await provider({ audience: "drivers" });
    const userId = idOf(await comes(forDrivers, { sub: "1", email: someone(), roles: ["boss"] }));
    expect(await roleOf(userId)).toBeNull();
    expect(await database.owner.orm.select().from(driver).where(eq(driver.userId, userId))).toHaveLength(1);
    const [owner] = await database.owner.orm.select().from(appUser).where(eq(appUser.id, mine.userId));
    idOf(await comes(forDrivers, { sub: "2", email: owner?.email }));
    const opened = { userId: mine.userId, method: "oidc", isStrong: false, onlyTenantId: mine.tenantId } as const;
    const sessionId = await openSession(deps, { ...opened, ip: "192.0.2.1", userAgent: null });
    const claims = { userId: mine.userId, sessionId, tenantId: mine.tenantId };
    expect(await createSessionVerifier(deps)(claims)).toMatchObject({ actor: null, missingFactor: null });
  });

  test("lets nobody in whom the installation has switched off", async () => {
    const staff = await provider();
    const email = someone();
    await database.owner.orm.insert(appUser).values({ id: uuidv7(), email, name: "D", disabledAt: deps.clock.now() });
    expect(await comes(staff, { sub: "1", email, roles: ["boss"] })).toEqual({ refused: "disabled" });
  });

  test("makes one person of two first sign-ins at once", async () => {
    const staff = await provider();
    const claims = { sub: "1", email: someone(), roles: ["ops"] };
    const both = await Promise.all([comes(staff, claims), comes(staff, claims)]);
    expect(new Set(both.map(idOf)).size).toBe(1);
  });
});
