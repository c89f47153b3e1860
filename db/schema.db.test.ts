import { readFileSync } from "node:fs";
import { and, eq, gte, is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { uuidv7 } from "../server/core/ids.ts";
import { createTestDatabase, type TestDatabase } from "../server/testing/database.ts";
import { seedTenant } from "../server/testing/seed-tenant.ts";
import { simpleTariff } from "../server/testing/simple-tariff.ts";
import { migrateDatabase } from "./migrate.ts";
import * as analytics from "./schema/analytics.ts";
import * as assets from "./schema/assets.ts";
import * as charging from "./schema/charging.ts";
import * as money from "./schema/money.ts";
import * as people from "./schema/people.ts";
import * as signIn from "./schema/sign-in.ts";
import * as tenants from "./schema/tenants.ts";

const tables = [analytics, assets, charging, money, people, signIn, tenants]
  .flatMap((area) => Object.values(area))
  .filter((value) => is(value, PgTable))
  .map((table) => getTableConfig(table as PgTable));

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test("tariff versions from before hold in the period of their own object", async () => {
  const { owner } = database;
  const { tenantId, tariffId } = await seedTenant(database);
  const period = { start_date_time: "2031-01-01T00:00:00", end_date_time: "2031-02-01T00:00:00Z" };
  const versions = [simpleTariff(period), simpleTariff(), simpleTariff({ end_date_time: null })];
  for (const [index, ocpi] of versions.entries()) {
    await owner.orm.insert(money.tariffVersion).values({
      ...{ tenantId, id: uuidv7(), tariffId, version: index + 10, ocpi, sha256: new Uint8Array(32) },
      validFrom: new Date("2030-01-01T00:00:00Z"),
    });
  }
  // An owner whose zone is not UTC reads them the same.
  await owner.sql.begin(async (sql) => {
    await sql`set local time zone 'Asia/Tokyo'`;
    const statements = readFileSync(`${import.meta.dirname}/migrations/0011_new_passwords_and_tariff_end.sql`, "utf8");
    for (const statement of statements.split("--> statement-breakpoint").slice(3)) await sql.unsafe(statement);
  });
  const rows = await owner.orm
    .select({ from: money.tariffVersion.validFrom, until: money.tariffVersion.validUntil })
    .from(money.tariffVersion)
    .where(and(eq(money.tariffVersion.tariffId, tariffId), gte(money.tariffVersion.version, 10)))
    .orderBy(money.tariffVersion.version);
  const early = new Date("2030-01-01T00:00:00Z");
  expect(rows).toEqual([
    { from: new Date("2031-01-01T00:00:00Z"), until: new Date("2031-02-01T00:00:00Z") },
    { from: early, until: null },
    { from: early, until: null },
  ]);
  await expect(owner.sql`update tariff_version set valid_until = now() where tariff_id = ${tariffId}`).rejects.toThrow(
    "immutable",
  );
});

describe("the migrated database and the schema files say the same", () => {
  test("no table is on one side alone", async () => {
    const rows = await database.owner.sql<{ name: string }[]>`
      select c.relname as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`;
    expect(rows.map(({ name }) => name).sort()).toEqual(tables.map(({ name }) => name).sort());
  });

  test.each(tables.map((table) => [table.name, table] as const))("columns of %s", async (name, table) => {
    const rows = await database.owner.sql<{ name: string; type: string; required: boolean; standard: boolean }[]>`
      select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
             a.atthasdef as standard
      from pg_attribute a where a.attrelid = ${name}::regclass and a.attnum > 0 and not a.attisdropped`;
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    const columns = table.columns.map((column) => ({
      name: column.name,
      type: column.getSQLType(),
      required: column.notNull || column.primary,
      standard: column.hasDefault || column.generated !== undefined,
    }));
    expect(rows.map((row) => ({ ...row })).sort(byName)).toEqual(columns.sort(byName));
  });

  test.each(tables.map((table) => [table.name, table] as const))("keys and indexes of %s", async (name, table) => {
    const rows = await database.owner.sql<{ name: string }[]>`
      select i.relname as name from pg_index x join pg_class i on i.oid = x.indexrelid
      where x.indrelid = ${name}::regclass`;
    const expected = [
      ...table.indexes.map((index) => index.config.name ?? ""),
      ...table.uniqueConstraints.map((unique) => unique.getName() ?? ""),
      ...table.primaryKeys.map((key) => key.getName()),
      ...table.columns.filter((column) => column.primary).map(() => `${name}_pkey`),
      ...table.columns.filter((column) => column.isUnique).map((column) => column.uniqueName ?? ""),
    ];
    expect(rows.map((row) => row.name).sort()).toEqual(expected.map((index) => index.slice(0, 63)).sort());
  });
});

describe("the database keeps its own rules", () => {
  test("migrating again changes nothing", async () => {
    await migrateDatabase(database.url);
  });

  test("large tables are partitioned by month, and the months around now are there", async () => {
    const rows = await database.owner.sql<{ parent: string; months: bigint }[]>`
      select p.relname as parent, count(*) as months from pg_inherits i
      join pg_class p on p.oid = i.inhparent and p.relkind = 'p' group by 1 order by 1`;
    expect(rows.map(({ parent }) => parent)).toEqual([
      "charging_period",
      "connector_status",
      "meter_value",
      "ocpp_message",
      "session",
    ]);
    for (const { months } of rows) expect(Number(months)).toBeGreaterThanOrEqual(8);
  });

  test("the product's role may make months, and making them twice is nothing", async () => {
    const make = () => database.db.sql<{ made: number }[]>`
      select ensure_partitions('2031-05-15T00:00:00Z'::timestamptz, 0, 0) as made`;
    expect(await make()).toMatchObject([{ made: 5 }]);
    expect(await make()).toMatchObject([{ made: 0 }]);
  });

  test("the product's role owns nothing and cannot leave row-level security", async () => {
    const rows = await database.db.sql`
      select current_user, rolsuper, rolbypassrls from pg_roles where rolname = current_user`;
    expect(rows).toMatchObject([{ current_user: "voltplane_app", rolsuper: false, rolbypassrls: false }]);
    await expect(database.db.sql`alter table session disable row level security`).rejects.toThrow("must be owner");
  });

  test.each([
    ["id_token", "id_token_token", "token_key = 'x'"],
    ["charge_point", "charge_point_identity", "identity_key = 'x'"],
    ["session", "id_token_key", "id_token_key = 'x' and state = 'active'"],
  ])(
    "texts of %s that are compared without regard to case are found by their index, behind row-level security",
    async (table, index, condition) => {
      const tenantId = "01900000-0000-7000-8000-00000000000a";
      const plan = await database.db.sql.begin(async (tx) => {
        await tx`select set_config('app.tenants', ${`{${tenantId}}`}, true)`;
        // The tables are empty: the question is whether the index can serve at all.
        await tx`set local enable_seqscan = off`;
        return tx.unsafe(`explain select from ${table} where tenant_id = '${tenantId}' and ${condition}`);
      });
      const lines = plan.map((line) => String(line["QUERY PLAN"]));
      expect(lines.some((line) => line.includes("Index Cond") && line.includes(condition.split(" = ")[0] ?? ""))).toBe(
        true,
      );
      expect(lines.join("\n")).toContain(index);
    },
  );
});
