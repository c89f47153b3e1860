import { BY_KEY_ONLY, openSql } from "../../db/client.ts";
import { chargePoint } from "../../db/schema/assets.ts";
import { idToken } from "../../db/schema/people.ts";
import { inTenant } from "../../db/tenancy.ts";
import { uuidv7 } from "../core/ids.ts";
import { createLiveSessions } from "../services/charging/live-sessions.ts";
import { createTariffs } from "../services/charging/load-tariffs.ts";
import { createLookups } from "../services/charging/lookups.ts";
import { createSettlementQueue } from "../services/charging/settlement-queue.ts";
import { judgeFailure } from "../services/recording/judge-failure.ts";
import type { Recorder } from "../services/recording/recorder.ts";
import { createRecorder } from "../services/recording/recorder.ts";
import { createWriteBatch } from "../services/recording/write-batch.ts";
import type { StationDeps } from "../services/station/call-context.ts";
import type { ChargePointFact } from "../services/station/committed-fact.ts";
import { openStation } from "../services/station/open-station.ts";
import type { Answer, Station } from "../services/station/station.ts";
import { createTariff } from "../services/tariff/create.ts";
import { contextOf, createTenant, testDeps } from "./context.ts";
import type { TestDatabase } from "./database.ts";
import { simpleTariff } from "./simple-tariff.ts";

type Serve = (
  deps: StationDeps,
  station: Station,
  call: { messageId: string; action: string; payload: unknown; receivedAt: Date; quirks: readonly string[] },
) => Promise<Answer>;

/**
 * A charge point of a tenant of its own, connected, with a tariff of 0.39 EUR per kWh plus 19 % VAT and the cards GOOD
 * (which may charge at several places), SINGLE, BLOCKED and OLD (expired). `call` speaks to the handlers as the socket would.
 */
export async function serveStation(database: TestDatabase, serve: Serve) {
  const tenantId = await createTenant(database);
  const chargePointId = uuidv7();
  const deps = testDeps(database);
  const ctx = contextOf(deps, tenantId);
  const tariff = await createTariff(ctx, { name: "T", ocpi: simpleTariff(), validFrom: "2020-01-01T00:00:00Z" });
  await inTenant(database.db, tenantId, async (tx) => {
    await tx
      .insert(chargePoint)
      .values({ tenantId, id: chargePointId, identity: `CP-${chargePointId.slice(-8)}`, tariffId: tariff.id });
    const card = (token: string, rest: object = {}) => ({ tenantId, id: uuidv7(), token, ...rest });
    await tx
      .insert(idToken)
      .values([
        card("GOOD", { allowConcurrent: true, parentToken: "GROUP" }),
        card("SINGLE"),
        card("BLOCKED", { status: "blocked" }),
        card("OLD", { expiresAt: new Date("2020-01-01T00:00:00Z") }),
      ]);
  });
  const sql = openSql({
    url: database.url,
    max: 5,
    applicationName: "test-recorder",
    role: "voltplane_app",
    settings: BY_KEY_ONLY,
  });
  const recorder: Recorder = createRecorder({
    write: createWriteBatch(sql, deps.clock),
    judge: judgeFailure,
    log: deps.log,
  });
  const tariffs = createTariffs();
  const told: ChargePointFact[] = [];
  const stationDeps: StationDeps = {
    ...deps,
    recorder,
    lookups: createLookups(sql),
    live: createLiveSessions({ ...deps, keyedSql: sql, tariffs }),
    settlements: createSettlementQueue(deps, { sql, tariffs }),
    tellActor: (_, fact) => void told.push(fact),
  };
  const connect = () => openStation(deps, { tenantId, chargePointId, protocol: "ocpp1.6", nodeId: "test" });
  let station = await connect();
  let count = 0;
  return {
    tenantId,
    chargePointId,
    deps: stationDeps,
    /** What running sessions and settlements are worked out with. */
    working: { keyedSql: sql, tariffs },
    clock: deps.clock,
    events: deps.events,
    told,
    /** As it is connected now. */
    current: () => station,
    /** A new socket: raises the epoch. Gives the one it replaced. */
    async reconnect(): Promise<Station> {
      const before = station;
      station = await connect();
      return before;
    },
    /** The answer to a CALL, or what `serveCall` threw; on the current connection or an older one, in a frame with quirks or without. */
    call: (action: string, payload: unknown, on: Station = station, quirks: readonly string[] = []): Promise<Answer> =>
      serve(stationDeps, on, { messageId: `m${count++}`, action, payload, receivedAt: deps.clock.now(), quirks }),
    async result(action: string, payload: unknown): Promise<Record<string, unknown>> {
      const answer = await this.call(action, payload);
      if (answer.kind !== "result") throw new Error(`${answer.code}: ${answer.description}`);
      return { ...answer.payload };
    },
    /** Waits until all ended sessions are settled. */
    settle: () => stationDeps.settlements.sweep(),
    async close(): Promise<void> {
      await stationDeps.settlements.stop();
      await stationDeps.live.stop();
      await sql.end();
    },
  };
}

export type ServedStation = Awaited<ReturnType<typeof serveStation>>;
