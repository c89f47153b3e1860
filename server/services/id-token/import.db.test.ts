import { and, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { idToken } from "../../../db/schema/people.ts";
import { auditEntry } from "../../../db/schema/tenants.ts";
import { contextOf, testDeps, userActor } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import { importIdTokens } from "./import.ts";

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let mine: SeededTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database);
});
afterAll(() => database?.close());
beforeEach(async () => {
  mine = await seedTenant(database);
});

const row = (token: string, label = "", parentToken = "") => ({ token, label, parentToken });
const bring = (rows: ReturnType<typeof row>[], isTrial = false) =>
  importIdTokens(contextOf(deps, mine.tenantId), { rows, isTrial });
const stored = async (tokens: string[]) =>
  database.owner.orm
    .select({ token: idToken.token, label: idToken.label, parentToken: idToken.parentToken, kind: idToken.kind })
    .from(idToken)
    .where(and(eq(idToken.tenantId, mine.tenantId), inArray(idToken.token, tokens)))
    .orderBy(idToken.token);

describe("a box of cards", () => {
  test("is added whole, and looked at without a trace", async () => {
    const box = [row(" AA01 ", "Blue", "FLEET"), row("AA02")];
    expect(await bring(box, true)).toEqual({ problems: [], added: 0 });
    expect(await stored(["AA01", "AA02"])).toEqual([]);
    expect(await bring(box)).toEqual({ problems: [], added: 2 });
    expect(await stored(["AA01", "AA02"])).toEqual([
      { token: "AA01", label: "Blue", parentToken: "FLEET", kind: "card" },
      { token: "AA02", label: null, parentToken: null, kind: "card" },
    ]);
    const isImport = and(eq(auditEntry.tenantId, mine.tenantId), eq(auditEntry.action, "idToken.import"));
    const audit = await database.owner.orm.select().from(auditEntry).where(isImport);
    expect(audit.map(({ detail }) => detail)).toEqual([{ added: 2 }]);
  });

  test("with one wrong card stays out whole, and each wrong one is named", async () => {
    const box = [
      row("BB01"),
      row("bb01"),
      row("x".repeat(21)),
      row(mine.token.toLowerCase()),
      row("BB02", "l".repeat(101)),
      row("BB03", "", "ü"),
      row(""),
    ];
    const { problems, added } = await bring(box);
    expect(added).toBe(0);
    expect(problems).toEqual([
      { index: 1, reason: "twice" },
      { index: 2, reason: "tokenWrong" },
      { index: 3, reason: "exists" },
      { index: 4, reason: "labelWrong" },
      { index: 5, reason: "parentWrong" },
      { index: 6, reason: "tokenWrong" },
    ]);
    expect(await stored(["BB01"])).toEqual([]);
  });

  test("of thousands comes in one go; another company's cards are no obstacle", async () => {
    const other = await seedTenant(database);
    const many = Array.from({ length: 5_000 }, (_, n) => row(`CC${String(n).padStart(6, "0")}`));
    many[7] = row(other.token);
    expect(await bring(many)).toEqual({ problems: [], added: 5_000 });
  });

  test("is for who may write cards", async () => {
    const viewer = contextOf(deps, mine.tenantId, userActor("support"));
    await expect(importIdTokens(viewer, { rows: [row("DD01")], isTrial: true })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
