import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { isAlive } from "../postgres/postmaster.ts";
import { type RunningPostgres, startPostgres } from "../postgres/start.ts";

/** The database that `up` works with; `stop` ends the embedded one and leaves any other alone. */
export type UpDatabase = { readonly url: string; stop(): Promise<void>; kill(): void };

/** The database of DATABASE_URL, or the embedded PostgreSQL, which is started again should it die. */
export async function openUpDatabase(
  databaseUrl: string | null,
  dataDir: string,
  log: (line: string) => void,
): Promise<UpDatabase> {
  if (databaseUrl) return { url: databaseUrl, stop: async () => {}, kill: () => {} };
  let running = await startPostgres({ dataDir, log });
  let isStopping = false;
  const watch = async () => {
    while (!isStopping) {
      await sleep(1000, undefined, { ref: false });
      if (!isStopping && !isAlive(running.pid)) running = await restart(running, dataDir, log);
    }
  };
  const watching = watch();
  return {
    url: running.url,
    stop: async () => {
      isStopping = true;
      await Promise.race([watching, sleep(1500)]); // a restart under way must not outlive us
      await running.stop();
    },
    kill: () => process.kill(running.pid, "SIGQUIT"), // ends at once, and recovers at the next start
  };
}

async function restart(dead: RunningPostgres, dataDir: string, log: (line: string) => void): Promise<RunningPostgres> {
  log("PostgreSQL has ended by itself; starting it again");
  try {
    const running = await startPostgres({ dataDir, log });
    if (running.url !== dead.url) log("PostgreSQL got another port: restart `npm run up`");
    return running;
  } catch (error) {
    log(error instanceof Error ? error.message : String(error));
    await sleep(5000, undefined, { ref: false });
    return dead; // looked at again a second later
  }
}

/** True when nobody has set anything up: there is no tenant. Needs the schema. */
export async function isDatabaseEmpty(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [row] = await sql<{ filled: boolean }[]>`select exists (select from tenant) as filled`;
    return !row?.filled;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
