import { afterAll, beforeAll, expect, test } from "vitest";
import { powerSample, WHOLE_FLEET } from "../../../db/schema/analytics.ts";
import { readingIdentity } from "../../../db/schema/charging.ts";
import { userSession } from "../../../db/schema/sign-in.ts";
import { appUser, idempotencyKey, outbox } from "../../../db/schema/tenants.ts";
import { uuidv7 } from "../../core/ids.ts";
import { createTenant, testDeps } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { dropOldLogs, makePartitions } from "./keep-partitions.ts";
import { pruneExpired } from "./prune-expired.ts";

const DAY_MS = 86_400_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());

test("what has served its time is deleted, of every tenant, and nothing else", async () => {
  const deps = testDeps(database);
  const now = deps.clock.now().getTime();
  const { orm } = database.owner;
  for (const tenantId of [await createTenant(database), await createTenant(database)]) {
    const ago = (days: number) => new Date(now - days * DAY_MS);
    const fact = (topic: string, deliveredAt: Date | null) =>
      ({ tenantId, id: uuidv7(), at: ago(500), topic, subjectId: "1", payload: {}, deliveredAt }) as const;
    await orm
      .insert(outbox)
      .values([fact("delivered long ago", ago(31)), fact("delivered lately", ago(29)), fact("never delivered", null)]);
    const key = (name: string, days: number) =>
      ({ tenantId, apiKeyId: uuidv7(), key: name, requestHash: Buffer.from("x"), createdAt: ago(days) }) as const;
    await orm.insert(idempotencyKey).values([key("old", 1.01), key("new", 0.99)]);
    const identity = (digest: string, days: number) =>
      ({ tenantId, chargePointId: uuidv7(), digest: Buffer.from(digest), partitionAt: ago(days) }) as const;
    await orm.insert(readingIdentity).values([identity("old", 101), identity("new", 99)]);
    const sample = (days: number, powerW: number) =>
      ({ tenantId, siteId: WHOLE_FLEET, at: ago(days), powerW, sessions: 0 }) as const;
    await orm.insert(powerSample).values([sample(3.01, 1), sample(2.99, 2)]);
    const userId = uuidv7();
    await orm.insert(appUser).values({ id: userId, email: `${userId}@example.com`, name: "Somebody" });
    const browser = (ip: string, expiredDays: number, endedDays: number | null): typeof userSession.$inferInsert => ({
      ...{ id: uuidv7(), userId, method: "password", isStrong: false, ip, createdAt: ago(300), lastSeenAt: ago(300) },
      ...{ expiresAt: ago(expiredDays), endedAt: endedDays === null ? null : ago(endedDays) },
    });
    await orm
      .insert(userSession)
      .values([
        browser("run out", 91, null),
        browser("ended", -1, 91),
        browser("lately", 89, null),
        browser("in use", -1, null),
      ]);
  }
  await pruneExpired(deps);
  const left = {
    outbox: (await orm.select().from(outbox)).map(({ topic }) => topic).sort(),
    keys: (await orm.select().from(idempotencyKey)).map(({ key }) => key),
    samples: (await orm.select().from(powerSample)).map(({ powerW }) => powerW),
    browsers: (await orm.select().from(userSession)).map(({ ip }) => ip).sort(),
    identities: (await orm.select().from(readingIdentity)).map(({ digest }) => Buffer.from(digest).toString()),
  };
  expect(left).toEqual({
    outbox: ["delivered lately", "delivered lately", "never delivered", "never delivered"],
    keys: ["new", "new"],
    samples: [2, 2],
    browsers: ["in use", "in use", "lately", "lately"],
    identities: ["new", "new"],
  });
});

test("months of the logs go when all of them is past the retention; those of sessions and readings never", async () => {
  const deps = testDeps(database);
  const months = async () => {
    const rows = await database.owner.sql<{ name: string }[]>`
      select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where c.relkind = 'r' order by 1`;
    return new Set(rows.map(({ name }) => name));
  };
  await makePartitions(deps);
  const kept = await months();
  await database.db.sql`select ensure_partitions('2024-01-15T00:00:00Z'::timestamptz, 0, 1)`;
  const toFebruary = await months();
  // A second before January is past entirely, and a second after.
  const daysSince = (instant: string) => (deps.clock.now().getTime() - Date.parse(instant)) / DAY_MS;
  expect(await dropOldLogs(deps, daysSince("2024-01-31T23:59:59Z"))).toBe(0);
  expect(await dropOldLogs(deps, daysSince("2024-02-01T00:00:01Z"))).toBe(2);
  const inFebruary = await months();
  const gone = [...toFebruary].filter((name) => !inFebruary.has(name));
  expect(gone).toEqual(["connector_status_2024_01", "ocpp_message_2024_01"]);
  expect(await dropOldLogs(deps, 400)).toBe(2);
  const left = await months();
  expect([...kept].filter((name) => !left.has(name))).toEqual([]);
  for (const parent of ["session", "charging_period", "meter_value"]) {
    expect(left.has(`${parent}_2024_01`) && left.has(`${parent}_2024_02`)).toBe(true);
  }
});

test("the product's role cannot drop what is recent, nor by itself", async () => {
  await expect(database.db.sql`select prune_user_sessions(now() - interval '29 days')`).rejects.toThrow("too recent");
  await expect(dropOldLogs(testDeps(database), 30)).rejects.toThrow("too recent");
  await expect(database.db.sql`drop table ocpp_message`).rejects.toThrow("must be owner");
});
