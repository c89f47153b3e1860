/** A load generator: a process of its own that drives its share of the stations, told by its parent what to do. */
import { identityOf } from "./company.ts";
import { type Acknowledged, StationClient } from "./station-client.ts";

export type LoadOrder =
  | { readonly kind: "connect"; readonly url: string; readonly first: number; readonly count: number }
  | { readonly kind: "startTransactions" }
  /** Each station sends its next message as soon as the last one is answered. */
  | { readonly kind: "run"; readonly load: "meterValues" | "sessions" }
  /** MeterValues leave by a timetable, however slow the answers are. */
  | { readonly kind: "pace"; readonly perSecond: number }
  /** Sends nothing new and waits for the answers under way. */
  | { readonly kind: "halt" }
  | { readonly kind: "report" };

/** Totals since the start; latencies since the last report. */
export type LoadReport = Acknowledged & { readonly cpuMs: number; readonly latenciesMs: readonly number[] };

const CONNECTS_AT_ONCE = 32;
const ANSWER_TIMEOUT_MS = 30_000;

const acknowledged: Acknowledged = { messages: 0, meterValues: 0, sessions: 0 };
const stations: StationClient[] = [];
let latenciesMs: number[] = [];
let isRunning = false;
let underWay = 0;
let timetable: NodeJS.Timeout | undefined;

/** A load that loses messages measures nothing: the run ends. */
const fail = (error: unknown): never => {
  console.error("load generator:", error);
  process.exit(1);
};

async function connect(url: string, first: number, count: number): Promise<void> {
  let next = first;
  const worker = async () => {
    while (next < first + count) {
      const station = await StationClient.connect(url, identityOf(next++), acknowledged, fail);
      await station.boot();
      stations.push(station);
    }
  };
  await Promise.all(Array.from({ length: CONNECTS_AT_ONCE }, worker));
}

function run(load: "meterValues" | "sessions"): void {
  isRunning = true;
  for (const station of stations) {
    underWay += 1;
    if (load === "meterValues") repeatMeterValues(station);
    else repeatSessions(station).catch(fail);
  }
}

function repeatMeterValues(station: StationClient): void {
  if (isRunning) station.sendMeterValues(() => repeatMeterValues(station));
  else underWay -= 1;
}

async function repeatSessions(station: StationClient): Promise<void> {
  while (isRunning) await station.runSession();
  underWay -= 1;
}

function pace(perSecond: number): void {
  isRunning = true;
  const begunAt = performance.now();
  const free = [...stations];
  const due: number[] = [];
  let planned = 0;
  const dispatch = () => {
    while (due.length > 0) {
      const station = free.shift();
      if (!station) return; // all wait for an answer; the wait counts, since latency runs from the timetable
      const plannedAt = due.shift() ?? 0;
      underWay += 1;
      station.sendMeterValues(() => {
        underWay -= 1;
        latenciesMs.push(performance.now() - plannedAt);
        free.push(station);
        if (isRunning) dispatch();
      });
    }
  };
  timetable = setInterval(() => {
    const now = performance.now();
    for (; begunAt + (planned / perSecond) * 1000 <= now; planned++) due.push(begunAt + (planned / perSecond) * 1000);
    dispatch();
  }, 1);
}

async function halt(): Promise<void> {
  isRunning = false;
  clearInterval(timetable); // or it would speak into the next run
  for (const until = Date.now() + ANSWER_TIMEOUT_MS; underWay > 0; ) {
    if (Date.now() > until) fail(`${underWay} messages were not answered`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function report(): LoadReport {
  const { user, system } = process.cpuUsage();
  const latencies = latenciesMs;
  latenciesMs = [];
  return { ...acknowledged, cpuMs: (user + system) / 1000, latenciesMs: latencies };
}

async function obey(order: LoadOrder): Promise<LoadReport | null> {
  switch (order.kind) {
    case "connect":
      await connect(order.url, order.first, order.count);
      return null;
    case "startTransactions":
      await Promise.all(stations.map((station) => station.startTransaction()));
      return null;
    case "run":
      run(order.load);
      return null;
    case "pace":
      pace(order.perSecond);
      return null;
    case "halt":
      await halt();
      return null;
    case "report":
      return report();
  }
}

process.on("message", (order: LoadOrder) => {
  obey(order)
    .then((answer) => process.send?.({ answer }))
    .catch(fail);
});
process.on("disconnect", () => process.exit(0));
