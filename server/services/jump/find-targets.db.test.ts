import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evse } from "../../../db/schema/assets.ts";
import { contextOf, testDeps, userActor } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import type { ServiceContext } from "../context.ts";
import { findTargets } from "./find-targets.ts";

let database: TestDatabase;
let mine: SeededTenant;
let theirs: SeededTenant;
let ctx: ServiceContext;

beforeAll(async () => {
  database = await createTestDatabase();
  [mine, theirs] = [await seedTenant(database), await seedTenant(database)];
  ctx = contextOf(testDeps(database), mine.tenantId);
  await database.owner.orm.update(evse).set({ evseId: "DE*VPL*E77*1" }).where(eq(evse.id, mine.evseId));
});
afterAll(() => database?.close());

const kindsOf = async (text: string, of: ServiceContext = ctx) =>
  (await findTargets(of, { text })).map(({ kind, id }) => [kind, id]);

describe("a jump", () => {
  test("leads by identity, part of it, EVSE id however it is spelled, session id and its beginning, transaction, card", async () => {
    expect((await kindsOf(mine.identity.toLowerCase()))[0]).toEqual(["chargePoint", mine.chargePointId]);
    expect(await kindsOf(mine.identity.slice(4))).toContainEqual(["chargePoint", mine.chargePointId]);
    for (const text of ["DE*VPL*E77*1", "devple77", "DEVPLE771"]) {
      expect(await kindsOf(text)).toContainEqual(["chargePoint", mine.chargePointId]);
    }
    expect(await kindsOf(mine.sessionId)).toContainEqual(["session", mine.sessionId]);
    expect(await kindsOf(mine.sessionId.slice(0, 23))).toContainEqual(["session", mine.sessionId]);
    expect(await kindsOf(String(mine.transactionId))).toContainEqual(["session", mine.sessionId]);
    expect((await kindsOf(mine.token))[0]).toEqual(["idToken", mine.idTokenId]);
  });

  test("finds nothing of another company, whatever its id", async () => {
    for (const text of [theirs.identity, theirs.sessionId, theirs.token, String(theirs.transactionId)]) {
      expect(await kindsOf(text)).toEqual([]);
    }
  });

  test("does not look for what one may not read", async () => {
    const viewer = { ...ctx, actor: userActor("viewer") as ServiceContext["actor"] };
    expect(await kindsOf(mine.token, viewer)).toEqual([]);
    expect(await kindsOf(mine.identity, viewer)).toContainEqual(["chargePoint", mine.chargePointId]);
    const nobody = { ...ctx, actor: { kind: "apiKey", id: mine.apiKeyId, name: "k", scopes: [] } as const };
    await expect(kindsOf(mine.identity, nobody)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("takes signs of the pattern language for themselves", async () => {
    expect(await kindsOf("%")).toEqual([]);
    expect(await kindsOf("_")).toEqual([]);
  });
});
