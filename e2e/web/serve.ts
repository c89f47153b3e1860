/** The server that the browser tests look at: a fresh database, the demo's companies, no simulated fleet. */
import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { startPostgres } from "../../scripts/postgres/start.ts";
import { E2E_DATA_DIR, E2E_PORT } from "./address.ts";

const root = path.resolve(import.meta.dirname, "../..");
rmSync(E2E_DATA_DIR, { recursive: true, force: true });
mkdirSync(E2E_DATA_DIR, { recursive: true, mode: 0o711 });
const postgres = await startPostgres({ dataDir: path.join(E2E_DATA_DIR, "database"), log: () => {} });
const env = {
  ...process.env,
  NODE_ENV: "production" as const,
  DATABASE_URL: postgres.url,
  PORT: String(E2E_PORT),
  HOST: "127.0.0.1",
  DATA_DIR: E2E_DATA_DIR,
  AUTH_SECRET: "only-for-the-browser-tests-0123456789",
  OIDC_ALLOW_NEARBY: "1",
  LOG_LEVEL: "warn",
};
const run = (script: string): Promise<void> =>
  new Promise((resolve, reject) => {
    spawn(process.execPath, [script], { cwd: root, env, stdio: "inherit" }).once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`${script} ended with ${code}`)),
    );
  });
await run("db/migrate.ts");
await run("scripts/seed/demo.ts");
writeFileSync(path.join(E2E_DATA_DIR, "database-url"), postgres.url, { mode: 0o600 });
const server = spawn(process.execPath, ["server/main.ts"], {
  cwd: root,
  env,
  stdio: ["ignore", "inherit", "inherit", "ipc"],
});
const ended = new Promise((resolve) => server.once("exit", resolve));
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => server.kill("SIGTERM"));
await ended;
await postgres.stop();
process.exit();
