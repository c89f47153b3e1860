/**
 * The same server without a database: sockets, frames, validation, meter parsing, handlers, actors and events are the
 * product's; what would be read or written is answered from memory at once. What remains is the price of keeping.
 */
import pino from "pino";
import { createActorRegistry } from "../../actors/registry.ts";
import { invariant } from "../../server/core/assert.ts";
import { systemClock } from "../../server/core/clock.ts";
import { uuidv7, uuidv7At } from "../../server/core/ids.ts";
import { readTxt } from "../../server/providers/dns/read-txt.ts";
import { createInProcessCommands } from "../../server/providers/in-process/commands.ts";
import { createInProcessEvents } from "../../server/providers/in-process/events.ts";
import { createHttpDoor } from "../../server/roles/http-door.ts";
import { hashPassword, verifyPassword } from "../../server/services/charge-point/password.ts";
import type { Fact, Outcome } from "../../server/services/recording/facts.ts";
import type { Recorder } from "../../server/services/recording/recorder.ts";
import type { StationDeps } from "../../server/services/station/call-context.ts";
import type { Station, StationDesk } from "../../server/services/station/station.ts";
import { createMetrics } from "../../server/transport/health/metrics.ts";
import { createOcppEndpoint } from "../../server/transport/ocpp/endpoint.ts";
import { createDesk } from "../../server/transport/ocpp/ocpp16/create-desk.ts";
import { COMPANY } from "./company.ts";

const log = pino({ level: "info" });
const { tenantId, tariffId, currency, timeZone } = COMPANY;

let lastTransactionId = 0;
function outcomeOf(fact: Fact): Outcome {
  if (fact.kind === "start") {
    const sessionId = uuidv7At(fact.at.getTime());
    const transactionId = ++lastTransactionId;
    return { kind: "started", transactionId, sessionId, startedAt: fact.at, isRepeat: false, isEnded: false };
  }
  if (fact.kind !== "stop") return { kind: "kept" };
  const { session } = fact;
  return session
    ? { kind: "stopped", sessionId: session.id, startedAt: session.startedAt, isRepeat: false }
    : { kind: "unmatched", isRepeat: false };
}

const recorder: Recorder = {
  record: async ({ fact, log: exchange }) => {
    const outcome = outcomeOf(fact);
    exchange?.response(outcome); // makes the answer
    return outcome;
  },
  backlog: () => 0,
  drain: async () => undefined,
};

const nothing = (): void => undefined;
const never = (): never => {
  throw new Error("there is no database");
};
const actors = createActorRegistry({ effects: { enqueue: nothing, drain: async () => undefined }, log });
const deps: StationDeps = {
  ...{ log, recorder, clock: systemClock, commands: createInProcessCommands(), events: createInProcessEvents(log) },
  readTxt,
  // Whatever would go to the database after all must fail loudly.
  db: {
    sql: new Proxy(nothing, { apply: never, get: never }),
    orm: new Proxy({}, { get: never }),
    close: never,
  } as never,
  lookups: {
    decideIdToken: async () => ({
      ...{ verdict: "accepted", idTokenId: tariffId, driverId: null, parentToken: null, expiresAt: null },
    }),
    findTariff: async () => ({ tariffId, tariffVersionId: tariffId, currency, source: "tenant" }),
    findTransaction: async () => null,
  },
  live: {
    ...{ begin: nothing, add: nothing, status: nothing, end: nothing, forget: nothing },
    ...{ sweep: async () => undefined, stop: async () => undefined },
  },
  settlements: { enqueue: nothing, sweep: async () => undefined, stop: async () => undefined },
  tellActor: (station, fact) => actors.tell({ tenantId, chargePointId: station.chargePointId }, fact),
};

const passwordHash = hashPassword(Buffer.from(COMPANY.stationPassword));
const toStation = (chargePointId: string): Station => ({
  ...{ tenantId, chargePointId, identity: chargePointId, siteId: null, timeZone, epoch: 1 },
  ...{ registration: "accepted", hasBooted: true, heartbeatIntervalS: 300 },
  connectorCount: null,
  connectors: new Map(),
  transactions: new Map(),
});
const desk: StationDesk = {
  ...createDesk(deps, { nodeId: "bench", seen: { seen: nothing, stop: async () => undefined } }),
  admit: async ({ identity, password }) =>
    password && verifyPassword(password, passwordHash)
      ? { admitted: true, tenantId, chargePointId: uuidv7(), identity }
      : { admitted: false, reason: "unknown" },
  open: async ({ chargePointId }) => {
    const station = toStation(chargePointId);
    deps.tellActor(station, { type: "connected", hasBooted: true, openSessions: [], connectorCount: null });
    return station;
  },
  close: async (station) => deps.tellActor(station, { type: "disconnected" }),
};

const metrics = createMetrics({ recordingBacklog: recorder.backlog });
const endpoint = createOcppEndpoint({
  ...{ desk, log, clock: systemClock, nodeId: "bench", metrics: metrics.ocpp },
  limits: { drainSpreadMs: 0 },
});
const http = createHttpDoor({ trustProxy: false });
http.onUpgrade((request, socket, head) => {
  endpoint.handleUpgrade(request, socket, head);
  return true;
});
const port = await http.listen("127.0.0.1", 0);
invariant(port > 0, "a port was given");
log.info({ port }, "ready");
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
