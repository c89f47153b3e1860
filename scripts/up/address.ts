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

/** Waits until the server says that it can serve. Throws with its last log lines when it ends before, or after two minutes. */
export async function waitUntilReady(config: UpConfig, server: Child): Promise<void> {
  const url = `http://${reachable(config)}/readyz`;
  for (const until = Date.now() + READY_TIMEOUT_MS; Date.now() < until; await sleep(100)) {
    if (server.hasEnded()) throw new Error(`the server ended (${await server.ended}):\n${lastLines(server.logFile)}`);
    if (await isReady(url)) return;
  }
  throw new Error(`the server is not ready after ${READY_TIMEOUT_MS / 1000} s:\n${lastLines(server.logFile)}`);
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false; // not listening yet
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
