import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = path.resolve(import.meta.dirname, "../..");
const READY_TIMEOUT_MS = 60_000;

export type Login = { readonly email: string; readonly password: string };
export type Server = { readonly url: string; readonly pid: number; stop(): Promise<void> };
type Options = { readonly databaseUrl: string; readonly dataDir: string; readonly port: number };

const envOf = ({ databaseUrl, dataDir, port }: Options) => ({
  ...process.env,
  NODE_ENV: "production" as const,
  DATABASE_URL: databaseUrl,
  DATA_DIR: dataDir,
  PORT: String(port),
  HOST: "127.0.0.1",
  AUTH_SECRET: "only-for-the-benchmark-0123456789abcdef",
  LOG_LEVEL: "warn",
});

/** Runs a script of the project to its end. */
export function runScript(script: string, options: Options): Promise<void> {
  return new Promise((resolve, reject) => {
    spawn(process.execPath, [script], { cwd: root, env: envOf(options), stdio: ["ignore", "ignore", "inherit"] }).once(
      "exit",
      (code) => (code === 0 ? resolve() : reject(new Error(`${script} ended with ${code}`))),
    );
  });
}

/** The server as it is built, as a process of its own. */
export async function startServer(options: Options): Promise<Server> {
  const child = spawn(process.execPath, ["--v8-pool-size=1", "server/main.ts"], {
    cwd: root,
    env: envOf(options),
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const url = `http://localhost:${options.port}`;
  for (const until = Date.now() + READY_TIMEOUT_MS; ; await sleep(100)) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    if (await isReady(url)) return { url, pid: child.pid ?? 0, stop: () => stop(child) };
    if (Date.now() > until) {
      await stop(child);
      throw new Error("the server is not ready");
    }
  }
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false, // it does not listen yet
  );

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}

/** What the demo's seed wrote beside the database. */
export function readLogin(dataDir: string, tenant: string, role: string): Login {
  const demo = JSON.parse(readFileSync(path.join(dataDir, "demo.json"), "utf8")) as {
    logins: readonly (Login & { tenant: string; role: string })[];
  };
  const login = demo.logins.find((candidate) => candidate.tenant === tenant && candidate.role === role);
  if (!login) throw new Error(`no ${role} of ${tenant}`);
  return login;
}
