import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Child, lastLines } from "./children.ts";
import { localAuthority, type UpConfig } from "./config.ts";

const READY_TIMEOUT_MS = 120_000;

/** Throws with what to do when the address cannot be listened on. */
export async function checkAddress({ host, port }: UpConfig): Promise<void> {
  const code = await new Promise<string | null>((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(null)));
  });
  if (code === "EADDRINUSE") {
    throw new Error(`port ${port} is held by another program. Choose another one: PORT=${port + 1} npm run up`);
  }
  if (code) throw new Error(`cannot listen on ${host} port ${port}: ${code}`);
}

/**
 * Waits until the server says that it can serve, and tells what it waits for. Throws with that and the server's last log lines
 * when it ends before, or after two minutes.
 */
export async function waitUntilReady(config: UpConfig, server: Child, log: (line: string) => void): Promise<void> {
  const url = `http://${reachable(config)}/readyz`;
  let told = "";
  for (const until = Date.now() + READY_TIMEOUT_MS; Date.now() < until; await sleep(100)) {
    if (server.hasEnded()) throw new Error(`the server ended (${await server.ended}):\n${lastLines(server.logFile)}`);
    const problems = await findProblems(url);
    if (problems?.length === 0) return;
    const now = (problems ?? []).filter((problem) => problem !== "starting").join("; ");
    if (now !== "" && now !== told) log(`  the server is not ready: ${now}`);
    told = now || told;
  }
  const why = told === "" ? "" : ` (${told})`;
  throw new Error(`the server is not ready after ${READY_TIMEOUT_MS / 1000} s${why}:\n${lastLines(server.logFile)}`);
}

/** What `/readyz` says stands in the way; null while nobody listens. */
async function findProblems(url: string): Promise<readonly string[] | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    const { ready, problems } = (await response.json()) as { ready: boolean; problems: readonly string[] };
    return ready ? [] : problems;
  } catch {
    return null; // not listening yet
  }
}

/** An address that the listener surely has: `localhost` may mean ::1 only. */
function reachable(config: UpConfig): string {
  if (config.host === "0.0.0.0") return `127.0.0.1:${config.port}`;
  if (config.host === "::") return `[::1]:${config.port}`;
  return config.host === "localhost"
    ? localAuthority(config)
    : `${config.host.includes(":") ? `[${config.host}]` : config.host}:${config.port}`;
}
