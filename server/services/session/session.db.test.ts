import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chargePoint } from "../../../db/schema/assets.ts";
import { meterValue, session } from "../../../db/schema/charging.ts";
import { uuidv7, uuidv7At } from "../../core/ids.ts";
import { contextOf, testDeps, userActor } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import type { ServiceContext } from "../context.ts";
import { getSession } from "./get.ts";
import { getPriceTrace } from "./get-price-trace.ts";
import { ListSessionsInput, listSessions } from "./list.ts";
import { ListChargingPeriodsInput, listChargingPeriods } from "./list-charging-periods.ts";
import { ListMeterValuesInput, listMeterValues } from "./list-meter-values.ts";
import { startedAtOfId } from "./started-at-of-id.ts";

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let mine: SeededTenant;
let theirs: SeededTenant;
let ctx: ServiceContext;

beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database);
  [mine, theirs] = [await seedTenant(database), await seedTenant(database)];
  ctx = contextOf(deps, mine.tenantId);
});
afterAll(() => database?.close());

test("a session is found by its id alone, with energy in Wh and money in both forms", async () => {
  expect(await getSession(ctx, { sessionId: mine.sessionId })).toMatchObject({
    id: mine.sessionId,
    startedAt: mine.startedAt.toISOString(),
    idToken: mine.token,
    driverName: "A driver",
    energyWh: "12345.678",
    startEnergyWh: "1000",
    currency: "EUR",
    grossMinor: "595",
    gross: "5.95",
  });
});

test("only the session's own partition is read", async () => {
  const month = mine.startedAt.toISOString().slice(0, 7).replace("-", "_");
  const plan = await database.owner.sql.unsafe(
    `explain select id from session where tenant_id = '${mine.tenantId}' and started_at = '${mine.startedAt.toISOString()}' and id = '${mine.sessionId}'`,
  );
  const text = JSON.stringify(plan);
  expect(text.match(/session_\d{4}_\d{2}/g)?.every((name) => name === `session_${month}`)).toBe(true);
});

test("who may not see cards sees a mask, and cannot ask for a card", async () => {
  const viewer = contextOf(deps, mine.tenantId, userActor("viewer"));
  const seen = await getSession(viewer, { sessionId: mine.sessionId });
  expect(seen).toMatchObject({ idToken: `••••${mine.token.slice(-2)}`, driverName: null, idTokenLabel: null });
  expect(JSON.stringify(await listSessions(viewer, ListSessionsInput.parse({})))).not.toContain(mine.token);
  await expect(listSessions(viewer, ListSessionsInput.parse({ idToken: mine.token }))).rejects.toMatchObject({
    code: "forbidden",
  });
});

describe("the list", () => {
  const ids = async (input: Partial<typeof ListSessionsInput._input>) =>
    (await listSessions(ctx, ListSessionsInput.parse(input))).items.map(({ id }) => id);
  test("filters", async () => {
    const { sessionId, startedAt } = mine;
    const later = new Date(startedAt.getTime() + 1).toISOString();
    expect(await ids({})).toEqual([sessionId]);
    expect(await ids({ state: "ended", siteId: mine.siteId, chargePoint: mine.identity })).toEqual([sessionId]);
    expect(await ids({ state: "active" })).toEqual([]);
    expect(await ids({ idToken: mine.token.toUpperCase() })).toEqual([sessionId]);
    expect(await ids({ idToken: theirs.token })).toEqual([]);
    expect(await ids({ from: startedAt.toISOString(), to: later })).toEqual([sessionId]);
    expect(await ids({ from: later })).toEqual([]);
    await expect(ids({ chargePoint: theirs.identity })).rejects.toMatchObject({ code: "notFound" });
  });
});

describe("the search", () => {
  const find = async (search: string, input: Partial<typeof ListSessionsInput._input> = {}, as = ctx) =>
    (await listSessions(as, ListSessionsInput.parse({ search, ...input }))).items.map(({ id }) => id);

  test.each([
    ["the id", () => mine.sessionId],
    ["the beginning of the id", () => mine.sessionId.slice(0, 14).toUpperCase()],
    ["the transaction id", () => String(mine.transactionId)],
    ["the beginning of the card", () => mine.token.slice(0, 5).toLowerCase()],
    ["the beginning of the charge point's identity", () => mine.identity.slice(0, 6).toLowerCase()],
    ["the beginning of the driver's name", () => "a DRI"],
    ["the beginning of the driver's last name", () => "driver"],
  ])("finds by %s", async (_by, text) => {
    expect(await find(text())).toEqual([mine.sessionId]);
  });

  test.each([
    ["an unknown text", () => "nothing like it"],
    ["a wildcard", () => "%"],
    ["the end of the card", () => mine.token.slice(1)],
    ["a card that looks like an id", () => "F967B358DEE8"],
    ["another tenant's id", () => theirs.sessionId],
    ["another tenant's transaction", () => String(theirs.transactionId)],
    ["another tenant's card", () => theirs.token],
    ["another tenant's charge point", () => theirs.identity],
  ])("finds nothing by %s", async (_by, text) => {
    expect(await find(text())).toEqual([]);
  });

  test("keeps to the filters beside it", async () => {
    expect(await find(mine.identity, { state: "active" })).toEqual([]);
    expect(await find(mine.identity, { suspect: true })).toEqual([]);
    expect(await find(mine.identity, { suspect: false, siteId: mine.siteId })).toEqual([mine.sessionId]);
    expect(await find(mine.identity, { to: mine.startedAt.toISOString() })).toEqual([]);
  });

  test("does not tell cards and drivers to who may not see them", async () => {
    const viewer = contextOf(deps, mine.tenantId, userActor("viewer"));
    expect(await find(mine.token, {}, viewer)).toEqual([]);
    expect(await find("a driver", {}, viewer)).toEqual([]);
    expect(await find(mine.identity, {}, viewer)).toEqual([mine.sessionId]);
  });

  test("of many charge points at once are the same ones, first ones first, among many others or few", async () => {
    const own = await seedTenant(database);
    const owner = contextOf(deps, own.tenantId);
    const { orm } = database.owner;
    const [row] = await orm.select().from(session).where(eq(session.id, own.sessionId));
    if (!row) throw new Error("no seeded session");
    const points = Array.from({ length: 30 }, (_, index) => ({ id: uuidv7(), identity: `MANY-${index}` }));
    await orm.insert(chargePoint).values(points.map((point) => ({ ...point, tenantId: own.tenantId })));
    const made = points.map(({ id: chargePointId }, index) => {
      const id = uuidv7At(own.startedAt.getTime() - index * 3_600_000);
      return { ...row, id, chargePointId, startedAt: startedAtOfId(id) ?? row.startedAt };
    });
    await orm.insert(session).values(made);
    // Of more than is there, all are told; of few, those that are looked for nearby.
    expect(await find("many-", {}, owner)).toEqual(made.map(({ id }) => id));
    expect(await find("many-", { limit: 3 }, owner)).toEqual(made.slice(0, 3).map(({ id }) => id));
    expect(await find("many-", { limit: 3, order: "oldest" }, owner)).toEqual(
      made
        .toReversed()
        .slice(0, 3)
        .map(({ id }) => id),
    );
    expect(await find("many-", { limit: 3, state: "active" }, owner)).toEqual([]);
  });

  test("goes page by page, each session once, though it is found in several ways", async () => {
    const own = await seedTenant(database);
    const owner = contextOf(deps, own.tenantId);
    const [row] = await database.owner.orm.select().from(session).where(eq(session.id, own.sessionId));
    if (!row) throw new Error("no seeded session");
    const others = [1, 2, 3, 4].map((n) => uuidv7At(own.startedAt.getTime() - n * 86_400_000));
    await database.owner.orm.insert(session).values(
      others.map((id, index) => ({
        ...row,
        id,
        startedAt: startedAtOfId(id) ?? row.startedAt,
        // Found by its card and by its charge point alike.
        idToken: `${own.identity}-${index}`.slice(0, 20),
      })),
    );
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await listSessions(
        owner,
        ListSessionsInput.parse({ search: "cp-", limit: 2, ...(cursor && { cursor }) }),
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual([own.sessionId, ...others]);
  });
});

test("the names of a session that is not settled are today's", async () => {
  const own = await seedTenant(database);
  await database.owner.orm
    .update(session)
    .set({ driverName: null, idTokenLabel: null, siteName: null })
    .where(eq(session.id, own.sessionId));
  expect(await getSession(contextOf(deps, own.tenantId), { sessionId: own.sessionId })).toMatchObject({
    driverName: "A driver",
    idTokenLabel: "A card",
    siteName: "A site",
  });
});

test("meter values come oldest first, page by page", async () => {
  const at = (s: number) => new Date(mine.startedAt.getTime() + s * 1000);
  await database.owner.orm.insert(meterValue).values(
    [60, 60, 30].map((s) => ({
      tenantId: mine.tenantId,
      partitionAt: mine.startedAt,
      subjectId: mine.sessionId,
      digest: randomBytes(16),
      chargePointId: mine.chargePointId,
      connectorNumber: 1,
      at: at(s),
      rawAt: at(s).toISOString(),
      receivedAt: at(s),
      energyMwh: BigInt(s) * 1000n,
      samples: [],
    })),
  );
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listMeterValues(
      ctx,
      ListMeterValuesInput.parse({ sessionId: mine.sessionId, limit: 1, ...(cursor && { cursor }) }),
    );
    seen.push(...page.items.map(({ energyWh }) => energyWh ?? ""));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen).toEqual(["1000", "30", "60", "60"]);
});

test("charging periods and price trace belong to the session", async () => {
  const { sessionId } = mine;
  const periods = await listChargingPeriods(ctx, ListChargingPeriodsInput.parse({ sessionId }));
  expect(periods.items).toMatchObject([{ number: 1, kind: "charging", energyWh: "12345.678" }]);
  expect(await getPriceTrace(ctx, { sessionId })).toMatchObject({ sessionId, trace: { version: 1, lines: [] } });
});

test.each([
  ["another tenant's", () => theirs.sessionId],
  ["an unknown", () => uuidv7()],
  ["a random kind of", () => crypto.randomUUID()],
  ["a far future", () => "f967b358-dee8-7000-8000-000000000000"],
])("%s session is not found", async (_which, sessionIdOf) => {
  const sessionId = sessionIdOf();
  const refused = { code: "notFound", message: "Session not found" };
  await expect(getSession(ctx, { sessionId })).rejects.toMatchObject(refused);
  await expect(getPriceTrace(ctx, { sessionId })).rejects.toMatchObject(refused);
  await expect(listMeterValues(ctx, ListMeterValuesInput.parse({ sessionId }))).rejects.toMatchObject(refused);
  await expect(listChargingPeriods(ctx, ListChargingPeriodsInput.parse({ sessionId }))).rejects.toMatchObject(refused);
});
