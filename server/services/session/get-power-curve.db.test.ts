import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { session } from "../../../db/schema/charging.ts";
import { instantOfUuid, uuidv7 } from "../../core/ids.ts";
import { contextOf, testDeps } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import type { ServiceContext } from "../context.ts";
import { GetPowerCurveInput, getPowerCurve } from "./get-power-curve.ts";

let database: TestDatabase;
let mine: SeededTenant;
let ctx: ServiceContext;

beforeAll(async () => {
  database = await createTestDatabase();
  mine = await seedTenant(database);
  ctx = contextOf(testDeps(database), mine.tenantId);
});
afterAll(() => database?.close());

const curveOf = (sessionId: string, buckets?: number) =>
  getPowerCurve(ctx, GetPowerCurveInput.parse({ sessionId, ...(buckets && { buckets }) }));

type Sampling = {
  readonly readings: number;
  readonly everyS: number;
  readonly endedAfterS?: number;
  /** Over the reading's number n; null for none. */
  readonly powerW?: string;
  readonly energyMwh?: string;
  readonly energyPhases?: string;
  readonly transactionId?: number;
};

/** A session with readings at equal distances from its start. */
async function givenSession(sampling: Sampling): Promise<{ id: string; startedAt: Date }> {
  const { readings, everyS, endedAfterS, transactionId = 1 } = sampling;
  const id = uuidv7();
  const startedAt = new Date(instantOfUuid(id));
  const copied = session as unknown as typeof session;
  await database.owner.orm.insert(copied).values({
    ...(await database.owner.orm.select().from(session).where(sql`id = ${mine.sessionId}`))[0],
    ...{ id, startedAt, startEnergyMwh: 0n, stopEnergyMwh: null },
    ...(endedAfterS === undefined
      ? { state: "active", endedAt: null }
      : { state: "ended", endedAt: new Date(startedAt.getTime() + endedAfterS * 1000) }),
  } as typeof session.$inferInsert);
  const subject = transactionId > 0 ? id : mine.chargePointId;
  await database.owner.orm.execute(sql`
    insert into meter_value (tenant_id, partition_at, subject_id, digest, charge_point_id, connector_number, transaction_id,
                             at, raw_at, received_at, power_w, energy_mwh, energy_phases, soc_percent, samples)
    select ${mine.tenantId}, ${startedAt.toISOString()}::timestamptz, ${subject},
           decode(md5(${id} || n), 'hex'), ${mine.chargePointId}, 1, ${transactionId},
           ${startedAt.toISOString()}::timestamptz + make_interval(secs => n * ${everyS}::float8), '', now(),
           ${sql.raw(sampling.powerW ?? "null")}, ${sql.raw(sampling.energyMwh ?? "null")},
           ${sql.raw(sampling.energyPhases ?? "null")}, least(100, n), '[]'
    from generate_series(1, ${readings}::int) as n`);
  return { id, startedAt };
}

test("a hundred thousand readings become as few buckets as asked for", async () => {
  const { id } = await givenSession({
    ...{ readings: 100_000, everyS: 1, endedAfterS: 100_000 },
    ...{ powerW: "7000 + (n % 2) * 1000", energyMwh: "n::bigint * 2000" },
  });
  const curve = await curveOf(id, 200);
  expect(curve.buckets).toHaveLength(200);
  expect(curve.bucketMs).toBe(500_000);
  expect(curve.buckets.every(({ meanPowerW, maxPowerW }) => meanPowerW === 7500 && maxPowerW === 8000)).toBe(true);
  expect(curve.buckets.at(-1)).toMatchObject({ energyRegisterWh: "200000", socPercent: 100 });
});

test("a running session reaches to its newest reading", async () => {
  const { id, startedAt } = await givenSession({ readings: 10, everyS: 60, powerW: "11000" });
  const curve = await curveOf(id);
  expect(curve).toMatchObject({
    from: startedAt.toISOString(),
    to: new Date(startedAt.getTime() + 600_000).toISOString(),
    bucketMs: 60_000,
  });
  expect(curve.buckets).toHaveLength(10);
});

test("a register alone makes a curve; sums of fewer phases do not count", async () => {
  const { id } = await givenSession({
    ...{ readings: 60, everyS: 60, endedAfterS: 3600 },
    ...{
      energyMwh: "case when n % 7 = 0 then 1 else n * 183333 end",
      energyPhases: "case when n % 7 = 0 then 2 else 3 end",
    },
  });
  const powers = (await curveOf(id)).buckets.map(({ meanPowerW }) => meanPowerW);
  expect(powers).toHaveLength(60);
  expect(new Set(powers)).toEqual(new Set([11_000]));
});

test("readings of the connector that named no transaction belong to it", async () => {
  const { id } = await givenSession({ readings: 30, everyS: 60, endedAfterS: 1800, powerW: "5000", transactionId: 0 });
  expect((await curveOf(id)).buckets.at(-1)).toMatchObject({ meanPowerW: 5000 });
  // The sessions of the other tests are at the same connector and time.
  await database.owner.orm.execute(sql`delete from meter_value where subject_id = ${mine.chargePointId}`);
});

test("what nobody measured is null", async () => {
  const { id } = await givenSession({ readings: 10, everyS: 60, endedAfterS: 3600, powerW: "5000" });
  const { buckets } = await curveOf(id);
  expect(buckets[5]).toMatchObject({ meanPowerW: 5000, socPercent: 5 });
  expect(buckets[40]).toMatchObject({
    ...{ meanPowerW: null, maxPowerW: null, energyRegisterWh: null, socPercent: null },
  });
});

test.each([0, 301, 1.5])("%s buckets are refused", (buckets) => {
  expect(GetPowerCurveInput.safeParse({ sessionId: mine.sessionId, buckets }).success).toBe(false);
});
