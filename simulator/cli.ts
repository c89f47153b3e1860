import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { ChargePoint } from "./charge-point.ts";
import { type CliOptions, HELP, parseCliOptions } from "./cli-options.ts";
import type { StationEvent } from "./events.ts";
import type { Flash } from "./flash.ts";
import { Fleet } from "./fleet.ts";
import { SharedScheduler } from "./scheduler.ts";

const STATUS_EVERY_MS = 3000;

/** What a log reader wants to see of a station; single messages are not among it. */
const LOGGED: ReadonlySet<StationEvent["kind"]> = new Set([
  "connected",
  "disconnected",
  "handshakeRefused",
  "booted",
  "transactionStarted",
  "transactionAnswered",
  "transactionStopped",
  "refused",
  "timedOut",
  "dropped",
]);

function run(options: CliOptions): void {
  const scheduler = new SharedScheduler();
  const { stateFile } = options;
  const flash = stateFile !== undefined && existsSync(stateFile) ? readState(stateFile) : {};
  const fleet = new Fleet({ ...options, scheduler, flash });
  const isTty = process.stdout.isTTY === true;
  if (!isTty) fleet.subscribe(logEvent);
  const timer = setInterval(() => {
    if (isTty) process.stdout.write(`\r\x1b[K${statusLine(fleet)}`);
    else log({ kind: "fleet", ...fleet.status() });
  }, STATUS_EVERY_MS);
  let isStopping = false;
  const stop = (cause: string): void => {
    if (isStopping) return;
    isStopping = true;
    clearInterval(timer);
    log({ kind: "stopping", cause, isGraceful: options.isGraceful });
    void fleet.stop({ isGraceful: options.isGraceful }).then(() => {
      if (stateFile !== undefined) writeState(stateFile, fleet);
      scheduler.clear(); // the last timer: with the sockets gone the process ends by itself …
      if (process.connected) process.disconnect(); // … unless we listen for the end of who started us
    });
  };
  process.on("SIGINT", () => stop("SIGINT"));
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("disconnect", () => stop("the parent process is gone"));
  fleet.start();
}

function log(line: Readonly<Record<string, unknown>>): void {
  const text = JSON.stringify({ time: new Date().toISOString(), ...line });
  process.stdout.write(process.stdout.isTTY ? `\r\x1b[K${text}\n` : `${text}\n`);
}

function logEvent(station: ChargePoint, event: StationEvent): void {
  if (!LOGGED.has(event.kind)) return;
  // Frames and cards stay out of the log.
  const { payload: _, payloadText: __, text: ___, idTag: ____, ...rest } = event as Record<string, unknown>;
  log({ station: station.identity, ...rest });
}

function statusLine(fleet: Fleet): string {
  const { stations, online, charging, occupied, faulted, powerW, queued } = fleet.status();
  const power = `${(powerW / 1000).toFixed(0)} kW`;
  return `${online}/${stations} online · ${charging} charging (${power}) · ${occupied} cars · ${faulted} faulted · ${queued} queued`;
}

function readState(path: string): Record<string, Flash> {
  return JSON.parse(readFileSync(path, "utf8")) as Record<string, Flash>;
}

function writeState(path: string, fleet: Fleet): void {
  const state = Object.fromEntries(fleet.stations.map(({ identity, flash }) => [identity, flash]));
  writeFileSync(path, JSON.stringify(state), { mode: 0o600 }); // it holds the stations' passwords
}

function main(): void {
  let options: CliOptions | "help";
  try {
    options = parseCliOptions(process.argv.slice(2), (path) => readFileSync(path, "utf8"));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\nTry --help.\n`);
    process.exitCode = 2;
    return;
  }
  if (options === "help") process.stdout.write(`${HELP}\n`);
  else run(options);
}

main();
