import postgres from "postgres";

/**
 * Creates a database on the server of `url`, with the role of `url` as its owner, unless it is there. Returns its URL.
 * Throws when the name is not a plain lower-case identifier.
 */
export async function createDatabase(url: string, name: string): Promise<string> {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) throw new Error(`not a database name: ${name}`);
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [existing] = await sql`select from pg_database where datname = ${name}`;
    if (!existing) await sql.unsafe(`create database ${name}`);
  } finally {
    await sql.end({ timeout: 5 });
  }
  const target = new URL(url);
  target.pathname = `/${name}`;
  return target.href;
}
