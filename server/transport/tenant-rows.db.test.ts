import { getTableName, is } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as assets from "../../db/schema/assets.ts";
import * as charging from "../../db/schema/charging.ts";
import * as money from "../../db/schema/money.ts";
import * as people from "../../db/schema/people.ts";
import * as tenants from "../../db/schema/tenants.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { type SeededTenant, seedTenant } from "../testing/seed-tenant.ts";

/** What is not one tenant's: doors look tenants and people up before they know where they are. */
const NOT_OF_A_TENANT = ["app_user", "tenant"];
const IMMUTABLE = ["audit_entry", "tariff_version"];

const TABLES = [assets, charging, money, people, tenants]
  .flatMap((schema) => Object.values(schema as Record<string, unknown>))
  .filter((member): member is PgTable => is(member, PgTable))
  .map((table) => getTableName(table))
  .sort();
const TENANT_TABLES = TABLES.filter((name) => !NOT_OF_A_TENANT.includes(name));
const FORBIDDEN = { code: "42501" }; // insufficient_privilege: also what row-level security refuses with

let database: TestDatabase;
let mine: SeededTenant;
let theirs: SeededTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  [mine, theirs] = [await seedTenant(database), await seedTenant(database)];
});
afterAll(() => database?.close());

/** Runs a statement as the product does, in the name of some tenants or of a person. */
async function asProduct(settings: { tenants?: string[]; user?: string }, statement: string) {
  return database.db.sql.begin(async (sql) => {
    if (settings.tenants) await sql`select set_config('app.tenants', ${`{${settings.tenants.join(",")}}`}, true)`;
    if (settings.user) await sql`select set_config('app.user', ${settings.user}, true)`;
    const rows = await sql.unsafe(statement);
    return { rows: [...rows], count: rows.count };
  });
}
const rowsOf = (table: string, tenantId: string) => `select * from "${table}" where tenant_id = '${tenantId}'`;

/** A statement that inserts a row, given as JSON; what the database works out by itself is left to it. */
async function insertOf(table: string, json: string): Promise<string> {
  const columns = await database.owner.sql<{ name: string }[]>`
    select quote_ident(attname) as name from pg_attribute
    where attrelid = ${`"${table}"`}::regclass and attnum > 0 and not attisdropped and attgenerated = ''`;
  const names = columns.map(({ name }) => name).join(", ");
  const row = `json_populate_record(null::"${table}", '${json.replaceAll("'", "''")}')`;
  return `insert into "${table}" (${names}) select ${names} from ${row}`;
}

describe("the schema", () => {
  test("has exactly the tables that this walk knows", async () => {
    const rows = await database.owner.sql<{ name: string }[]>`
      select c.relname as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition`;
    expect(rows.map(({ name }) => name).sort()).toEqual(TABLES);
  });

  test("has a tenant_id, row-level security and the one policy on every table but the listed ones", async () => {
    const rows = await database.owner.sql<{ name: string; secured: boolean; policy: string | null }[]>`
      select c.relname as name, c.relrowsecurity as secured,
        (select p.qual || ' / ' || p.with_check from pg_policies p
          where p.tablename = c.relname and p.policyname = 'tenant_rows') as policy
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`;
    expect(rows.map(({ name }) => name).sort()).toEqual(TENANT_TABLES);
    expect(rows.filter(({ secured, policy }) => !secured || !policy)).toEqual([]);
    expect(new Set(rows.map(({ policy }) => policy)).size).toBe(1);
  });

  test("has no other policy than a person's view of the own memberships", async () => {
    const rows = await database.owner.sql`
      select tablename, policyname, cmd from pg_policies where policyname <> 'tenant_rows'`;
    expect([...rows]).toEqual([{ tablename: "membership", policyname: "own_rows", cmd: "SELECT" }]);
  });

  test("is used by a role that row-level security holds for", async () => {
    const [role] = await database.db.sql`
      select current_user as name, rolsuper, rolbypassrls,
        exists (select from pg_class where relowner = pg_roles.oid) as owns
      from pg_roles where rolname = current_user`;
    expect(role).toEqual({ name: "voltplane_app", rolsuper: false, rolbypassrls: false, owns: false });
  });
});

describe.each(TENANT_TABLES)("%s", (table) => {
  test("shows a tenant its own rows and no others", async () => {
    const own = await asProduct({ tenants: [mine.tenantId] }, rowsOf(table, mine.tenantId));
    expect(own.rows.length).toBeGreaterThan(0);
    const foreign = await asProduct({ tenants: [theirs.tenantId] }, rowsOf(table, mine.tenantId));
    expect(foreign.rows).toEqual([]);
    const all = await asProduct({ tenants: [theirs.tenantId] }, `select distinct tenant_id from "${table}"`);
    expect(all.rows).toEqual([{ tenant_id: theirs.tenantId }]);
    const both = await asProduct(
      { tenants: [mine.tenantId, theirs.tenantId] },
      `select distinct tenant_id from "${table}"`,
    );
    expect(both.rows).toHaveLength(2);
  });

  test("shows nothing to nobody, and to a person only the own memberships", async () => {
    expect((await asProduct({}, `select * from "${table}"`)).rows).toEqual([]);
    const { rows } = await asProduct({ user: mine.userId }, `select tenant_id from "${table}"`);
    expect(rows).toEqual(table === "membership" ? [{ tenant_id: mine.tenantId }] : []);
  });

  // The positive control is the seed itself: it writes every table as the product does.
  test("takes no row in another tenant's name", async () => {
    const [row] = await database.owner.sql.unsafe(
      `select row_to_json(t)::text as text from "${table}" t where tenant_id = '${mine.tenantId}' limit 1`,
    );
    const insert = await insertOf(table, String(row?.text));
    await expect(asProduct({ tenants: [theirs.tenantId] }, insert)).rejects.toMatchObject(FORBIDDEN);
    // The owner's own insert gets as far as the unique key: the statement itself is right.
    await expect(asProduct({ tenants: [mine.tenantId] }, insert)).rejects.toMatchObject({ code: "23505" });
  });

  test("lets no tenant change or delete another's rows", async () => {
    const change = `update "${table}" set tenant_id = tenant_id where tenant_id = '${mine.tenantId}'`;
    const remove = `delete from "${table}" where tenant_id = '${mine.tenantId}'`;
    for (const statement of [change, remove]) {
      const outcome = asProduct({ tenants: [theirs.tenantId] }, statement);
      if (IMMUTABLE.includes(table)) await expect(outcome).rejects.toMatchObject(FORBIDDEN);
      else expect((await outcome).count).toBe(0);
    }
    const own = asProduct({ tenants: [mine.tenantId] }, change);
    if (IMMUTABLE.includes(table)) await expect(own).rejects.toMatchObject(FORBIDDEN);
    else expect((await own).count).toBeGreaterThan(0);
  });

  test("gives no row of a tenant to another one", async () => {
    if (IMMUTABLE.includes(table)) return;
    const give = `update "${table}" set tenant_id = '${theirs.tenantId}' where tenant_id = '${mine.tenantId}'`;
    await expect(asProduct({ tenants: [mine.tenantId] }, give)).rejects.toMatchObject(FORBIDDEN);
  });
});

test("a partition asked by its own name shows and takes nothing, whoever asks", async () => {
  const partitions = await database.owner.sql<{ name: string }[]>`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relispartition and c.relkind in ('r', 'p')`;
  let filled = 0;
  for (const { name } of partitions) {
    const [row] = await database.owner.sql.unsafe(`select row_to_json(t)::text as text from "${name}" t limit 1`);
    for (const tenants of [[mine.tenantId], [theirs.tenantId]]) {
      expect((await asProduct({ tenants }, `select * from "${name}"`)).rows).toEqual([]);
    }
    if (!row) continue;
    filled += 1;
    const insert = await insertOf(name, String(row.text));
    await expect(asProduct({ tenants: [mine.tenantId] }, insert)).rejects.toMatchObject(FORBIDDEN);
  }
  expect(filled).toBeGreaterThanOrEqual(5);
});
