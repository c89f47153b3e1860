import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectorStatus, session } from "../../../db/schema/charging.ts";
import { uuidv7 } from "../../core/ids.ts";
import { contextOf, testDeps } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import { ListSessionStatusesInput, listSessionStatuses } from "./list-statuses.ts";

let database: TestDatabase;
let mine: SeededTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  mine = await seedTenant(database);
  const minute = (n: number) => new Date(mine.startedAt.getTime() + n * 60_000);
  await database.owner.orm.delete(connectorStatus).where(eq(connectorStatus.tenantId, mine.tenantId));
  await database.owner.orm
    .update(session)
    .set({ endedAt: minute(30) })
    .where(eq(session.id, mine.sessionId));
  const said: readonly [number, string, number?][] = [
    [-9, "Finishing"],
    [-5, "Available"],
    [-1, "Preparing"],
    [1, "Charging"],
    [1, "Charging", 2],
    [29, "SuspendedEV"],
    [31, "Finishing"],
    [33, "Available"],
    [34, "Preparing"],
  ];
  await database.owner.orm.insert(connectorStatus).values(
    said.map(([n, status, connectorNumber = 1]) => ({
      tenantId: mine.tenantId,
      chargePointId: mine.chargePointId,
      receivedAt: minute(n),
      id: uuidv7(),
      connectorNumber,
      status,
      errorCode: "NoError",
      at: minute(n),
    })),
  );
});
afterAll(() => database?.close());

const statuses = async (limit = 50) => {
  const ctx = contextOf(testDeps(database), mine.tenantId);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listSessionStatuses(
      ctx,
      ListSessionStatusesInput.parse({ sessionId: mine.sessionId, limit, ...(cursor && { cursor }) }),
    );
    seen.push(...page.items.map(({ status }) => status));
    cursor = page.nextCursor;
  } while (cursor);
  return seen;
};

test("from the car's coming to its leaving, on its connector alone, page by page", async () => {
  const expected = ["Preparing", "Charging", "SuspendedEV", "Finishing", "Available"];
  expect(await statuses()).toEqual(expected);
  expect(await statuses(2)).toEqual(expected);
});

test("while it runs there is no end yet", async () => {
  await database.owner.orm
    .update(session)
    .set({ state: "active", endedAt: null })
    .where(eq(session.id, mine.sessionId));
  expect((await statuses()).slice(0, 3)).toEqual(["Preparing", "Charging", "SuspendedEV"]);
});
