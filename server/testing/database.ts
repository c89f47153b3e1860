import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { type Database, openDatabase } from "../../db/client.ts";
import { migrateDatabase } from "../../db/migrate.ts";

export type TestDatabase = {
  /** As the product runs: row-level security holds. */
  readonly db: Database;
  /** As the owner: sees everything. */
  readonly owner: Database;
  readonly url: string;
  close(): Promise<void>;
};

/** A database of the suite's own on the server that DATABASE_URL names, migrated from empty; `close` drops it. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = process.env.DATABASE_URL;
  if (!serverUrl) throw new Error("DATABASE_URL is not set: tests on a database need a PostgreSQL");
  const name = `test_${randomBytes(8).toString("hex")}`;
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
  await asAdmin(serverUrl, async (sql) => {
    // The first migration makes a role, which is the whole server's: suites that start together take turns.
    await sql`select pg_advisory_lock(hashtext('voltplane.test-database'))`;
    await sql.unsafe(`create database ${name}`);
    await migrateDatabase(url);
  });
  const open = (role: "owner" | "voltplane_app", max: number) =>
    openDatabase({ url, max, applicationName: "test", role });
  const [db, owner] = [open("voltplane_app", 4), open("owner", 2)];
  return {
    db,
    owner,
    url,
    async close() {
      await Promise.all([db.close(), owner.close()]);
      await asAdmin(serverUrl, (sql) => dropDatabase(sql, name));
    },
  };
}

/** PostgreSQL may be cleaning the database up; only a superuser could end that, and it is over in a moment. */
async function dropDatabase(sql: postgres.Sql, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await sql.unsafe(`drop database ${name} with (force)`);
      return;
    } catch (error) {
      const isBusy = ["42501", "55006"].includes(String((error as { code?: string }).code));
      if (!isBusy || attempt === 50) throw error;
      await sleep(100);
    }
  }
}

async function asAdmin(url: string, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
