import pino from "pino";
import { Registry } from "prom-client";
import { openDatabase } from "../db/client.ts";
import { systemClock } from "./core/clock.ts";
import { ERROR_LOGGING } from "./core/logged-error.ts";
import { parseEnv } from "./env.ts";
import { readTxt } from "./providers/dns/read-txt.ts";
import { createInProcessCommands } from "./providers/in-process/commands.ts";
import { createInProcessEvents } from "./providers/in-process/events.ts";
import { startGateway } from "./roles/gateway.ts";
import { createHttpDoor } from "./roles/http-door.ts";
import type { RoleDeps, Running } from "./roles/running.ts";
import { startWeb } from "./roles/web.ts";
import { startWorker } from "./roles/worker.ts";
import { createHealthDoor } from "./transport/health/health.ts";

/** So long after the sockets' last a drain is given up: something hangs, and the supervisor's patience is not endless. */
const STOP_PATIENCE_MS = 30_000;

const env = parseEnv(process.env);
const log = pino({
  level: env.LOG_LEVEL,
  ...ERROR_LOGGING,
  redact: {
    paths: ["password", "*.password", "authorization", "*.authorization", "cookie", "*.cookie", "idToken", "*.idToken"],
    censor: "[redacted]",
  },
});
const db = openDatabase({
  url: env.DATABASE_URL,
  max: env.DATABASE_POOL,
  applicationName: `voltplane-${env.NODE_ID}`,
  role: "voltplane_app",
});
const commands = createInProcessCommands();
const obstacles = new Set<string>(["starting"]);
const http = createHttpDoor({ trustProxy: env.TRUST_PROXY });
const deps: RoleDeps = {
  env,
  log,
  db,
  clock: systemClock,
  commands,
  events: createInProcessEvents(log),
  readTxt,
  http,
  obstacles,
};

let registry = new Registry();
http.onRequest((request, response) =>
  createHealthDoor({ db, log, registry, obstacles: () => [...obstacles] })(request, response),
);

const running: Running[] = [];
let isStopping = false;
// While a part of the house is gone, what still comes would be told untruths: of a station that is not connected, say.
http.onRequest((_request, response) => {
  if (isStopping) response.writeHead(503, { "retry-after": "5", connection: "close" }).end();
  return isStopping;
});

async function stop(reason: string, exitCode: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  obstacles.add("draining");
  log.info({ reason }, "draining");
  setTimeout(() => {
    log.error("drain took too long");
    process.exit(1);
  }, env.DRAIN_SPREAD_MS + STOP_PATIENCE_MS).unref();
  // The last started role stops first; the database is the last to go.
  for (const role of running.reverse()) await role.stop();
  await http.close();
  await db.close();
  log.info("stopped");
  process.exit(exitCode);
}

const stopOrDie = (reason: string, exitCode = 0): void =>
  void stop(reason, exitCode).catch((error: unknown) => {
    log.fatal({ err: error }, "drain failed");
    process.exit(1);
  });

process.on("SIGTERM", () => stopOrDie("SIGTERM"));
process.on("SIGINT", () => stopOrDie("SIGINT"));
// Whoever started us is gone, even by a kill: an orphan would hold the port.
process.on("disconnect", () => stopOrDie("starter gone"));
process.on("uncaughtException", (error) => {
  log.fatal({ err: error }, "uncaught exception");
  stopOrDie("uncaught exception", 1);
});
process.on("unhandledRejection", (error) => {
  log.error({ err: error }, "unhandled rejection");
});

async function start(): Promise<void> {
  const roles = new Set(env.ROLES);
  if (roles.has("worker")) running.push(await startWorker(deps));
  if (roles.has("gateway")) {
    const gateway = await startGateway({ ...deps, attachCommands: commands.attach });
    registry = gateway.registry;
    running.push(gateway);
  }
  if (roles.has("web")) running.push(await startWeb(deps));
  const port = await http.listen(env.HOST, env.PORT);
  obstacles.delete("starting");
  log.info({ port, roles: env.ROLES }, "ready");
}

start().catch((error: unknown) => {
  log.fatal({ err: error }, "start failed");
  process.exit(1);
});
