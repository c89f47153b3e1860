import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/** Brings the database at `url` to the newest schema. Safe to run at every start and by several processes at once. */
export async function migrateDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    // A session lock, so that two starting processes migrate one after the other.
    await sql`select pg_advisory_lock(hashtext('voltplane.migrate'))`;
    await migrate(drizzle(sql), { migrationsFolder: `${import.meta.dirname}/migrations` });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

if (import.meta.main) {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set");
  await migrateDatabase(url);
}
