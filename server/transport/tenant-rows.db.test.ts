import { getTableName, is } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as analytics from "../../db/schema/analytics.ts";
import * as assets from "../../db/schema/assets.ts";
import * as charging from "../../db/schema/charging.ts";
import * as money from "../../db/schema/money.ts";
import * as people from "../../db/schema/people.ts";
import * as signIn from "../../db/schema/sign-in.ts";
import * as tenants from "../../db/schema/tenants.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { type SeededTenant, seedTenant } from "../testing/seed-tenant.ts";

/** What is a person's, in every tenant: a wall of its own, around the person. */
const OF_A_PERSON = ["passkey", "recovery_code", "totp_factor", "user_session"];
/** What is not one tenant's: doors look tenants, people, host names and tickets up before they know where they are. */
const NOT_OF_A_TENANT = ["app_user", "sign_in_ticket", "tenant", "tenant_domain", ...OF_A_PERSON];
/** Tenant tables of which a person sees the own rows in every tenant. */
const OWN_ROWS_SEEN = ["driver", "membership"];
const IMMUTABLE = ["audit_entry", "tariff_version"];

const TABLES = [analytics, assets, charging, money, people, signIn, tenants]
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

/** A statement that writes a row as it stands, or null where the table has none. */
async function insertOfRow(table: string, where = "true"): Promise<string | null> {
  const { sql } = database.owner;
  const [row] = await sql.unsafe(`select row_to_json(t)::text as text from "${table}" t where ${where} limit 1`);
  const [columns] = await sql`
    select string_agg(format('%I', attname), ', ' order by attnum) as names from pg_attribute
    where attrelid = ${`"${table}"`}::regclass and attnum > 0 and not attisdropped and attgenerated = ''`;
  if (!row) return null;
  const record = `json_populate_record(null::"${table}", '${String(row.text).replaceAll("'", "''")}')`;
  return `insert into "${table}" (${columns?.names}) select ${columns?.names} from ${record}`;
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

  test("has no other policy than those of what is a person's own", async () => {
    const rows = await database.owner.sql`
      select tablename, policyname, cmd from pg_policies where policyname <> 'tenant_rows' order by tablename`;
    const policies = [
      ...OWN_ROWS_SEEN.map((tablename) => ({ tablename, policyname: "own_rows", cmd: "SELECT" })),
      ...OF_A_PERSON.map((tablename) => ({ tablename, policyname: "own_rows", cmd: "ALL" })),
    ];
    expect([...rows]).toEqual(policies.sort((a, b) => (a.tablename < b.tablename ? -1 : 1)));
    const secured = await database.owner.sql`
      select relname from pg_class where relname = any (${OF_A_PERSON}) and relrowsecurity`;
    expect(secured).toHaveLength(OF_A_PERSON.length);
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

  test("shows nothing to nobody, and to a person only what tells where they belong", async () => {
    expect((await asProduct({}, `select * from "${table}"`)).rows).toEqual([]);
    const { rows } = await asProduct({ user: mine.userId }, `select tenant_id from "${table}"`);
    expect(rows).toEqual(OWN_ROWS_SEEN.includes(table) ? [{ tenant_id: mine.tenantId }] : []);
  });

  // The positive control is the seed itself: it writes every table as the product does.
  test("takes no row in another tenant's name", async () => {
    const insert = (await insertOfRow(table, `tenant_id = '${mine.tenantId}'`)) ?? "no row";
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

describe.each(OF_A_PERSON)("%s", (table) => {
  beforeAll(async () => {
    const { sql } = database.owner;
    for (const { userId } of [mine, theirs]) {
      await sql`insert into passkey (user_id, credential_id, public_key, rp_id, name)
        values (${userId}, ${userId}, 'x', 'a.example', 'A key') on conflict do nothing`;
      await sql`insert into recovery_code (user_id, code_hash) values (${userId}, 'x') on conflict do nothing`;
      await sql`insert into totp_factor (user_id, sealed_secret) values (${userId}, 'x') on conflict do nothing`;
    }
  });

  test("shows and gives a person the own rows and no others, and a tenant none", async () => {
    const all = `select distinct user_id from "${table}"`;
    expect((await asProduct({ user: mine.userId }, all)).rows).toEqual([{ user_id: mine.userId }]);
    expect((await asProduct({ tenants: [mine.tenantId] }, all)).rows).toEqual([]);
    const change = `update "${table}" set user_id = user_id where user_id = '${mine.userId}'`;
    expect((await asProduct({ user: theirs.userId }, change)).count).toBe(0);
    expect((await asProduct({ user: mine.userId }, change)).count).toBeGreaterThan(0);
    const give = `update "${table}" set user_id = '${theirs.userId}' where user_id = '${mine.userId}'`;
    await expect(asProduct({ user: mine.userId }, give)).rejects.toMatchObject(FORBIDDEN);
  });
});

test("a partition asked by its own name shows and takes nothing, whoever asks", async () => {
  const partitions = await database.owner.sql<{ name: string }[]>`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relispartition and c.relkind in ('r', 'p')`;
  let filled = 0;
  for (const { name } of partitions) {
    for (const tenants of [[mine.tenantId], [theirs.tenantId]]) {
      expect((await asProduct({ tenants }, `select * from "${name}"`)).rows).toEqual([]);
    }
    const insert = await insertOfRow(name);
    if (insert === null) continue;
    filled += 1;
    await expect(asProduct({ tenants: [mine.tenantId] }, insert)).rejects.toMatchObject(FORBIDDEN);
  }
  expect(filled).toBeGreaterThanOrEqual(5);
});
