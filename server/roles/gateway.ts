import type { Registry } from "prom-client";
import { createEffects } from "../../actors/charge-point/effects.ts";
import type { ActorKey } from "../../actors/charge-point/key.ts";
import { createActorRegistry } from "../../actors/registry.ts";
import { BY_KEY_ONLY, openSql } from "../../db/client.ts";
import { perTenMinutes } from "../core/rate-limit.ts";
import { abandonSession } from "../services/charging/abandon-session.ts";
import { createLiveSessions } from "../services/charging/live-sessions.ts";
import { createTariffs } from "../services/charging/load-tariffs.ts";
import { createLookups } from "../services/charging/lookups.ts";
import { createSettlementQueue } from "../services/charging/settlement-queue.ts";
import { expireCommands } from "../services/command/expire-commands.ts";
import { markCommandEffective } from "../services/command/mark-effective.ts";
import { sendCommand } from "../services/command/send.ts";
import type { ServiceContext } from "../services/context.ts";
import type { Commands } from "../services/ports.ts";
import { judgeFailure } from "../services/recording/judge-failure.ts";
import { createRecorder } from "../services/recording/recorder.ts";
import { keepStatisticsFresh } from "../services/recording/refresh-statistics.ts";
import { untilPossible } from "../services/recording/until-possible.ts";
import { createWriteBatch } from "../services/recording/write-batch.ts";
import type { StationDeps } from "../services/station/call-context.ts";
import { createSeenStations, markNodeOffline } from "../services/station/seen-stations.ts";
import { createMetrics } from "../transport/health/metrics.ts";
import { createOcppEndpoint } from "../transport/ocpp/endpoint.ts";
import { DEFAULT_OCPP_LIMITS } from "../transport/ocpp/limits.ts";
import { createDesk } from "../transport/ocpp/ocpp16/create-desk.ts";
import { commandPatience } from "./command-patience.ts";
import type { RoleDeps, Running } from "./running.ts";

/** Three connections carry the two transactions under way and a waiting one; recording never queues behind pages. */
const RECORDING_CONNECTIONS = 3;
/** One for each kind of lookup, and for what works sessions out. */
const LOOKUP_CONNECTIONS = 6;

/** Serves charge points: their sockets, their actors, the recording of what they say. */
export async function startGateway(
  deps: RoleDeps & { readonly attachCommands: (owner: Commands) => () => void },
): Promise<Running & { readonly registry: Registry }> {
  const { env, log, clock, db } = deps;
  await markNodeOffline(deps, env.NODE_ID);
  const pool = { url: env.DATABASE_URL, role: "voltplane_app", settings: BY_KEY_ONLY } as const;
  const recordingSql = openSql({ ...pool, max: RECORDING_CONNECTIONS, applicationName: "voltplane-recorder" });
  const lookupSql = openSql({ ...pool, max: LOOKUP_CONNECTIONS, applicationName: "voltplane-lookups" });
  const recorder = createRecorder({
    write: createWriteBatch(recordingSql, clock),
    judge: judgeFailure,
    log,
  });
  const tariffs = createTariffs();
  const live = createLiveSessions({ ...deps, keyedSql: lookupSql, tariffs });
  const metrics = createMetrics({ recordingBacklog: recorder.backlog });
  const settlements = createSettlementQueue(deps, { sql: lookupSql, tariffs, onFailed: metrics.settlementFailed });
  const seen = createSeenStations({ db, clock, log });

  const asSystem = (tenantId: string): ServiceContext => ({
    ...deps,
    tenantId,
    actor: { kind: "system", id: "gateway", name: "Voltplane" },
  });
  const ask = async ({ tenantId, chargePointId }: ActorKey, action: string, request: Record<string, unknown>) => {
    await sendCommand(asSystem(tenantId), { chargePoint: chargePointId, action, request, waitS: 0 });
  };
  const effects = createEffects({
    log,
    services: {
      askStatus: (key) => ask(key, "TriggerMessage", { requestedMessage: "StatusNotification" }),
      askConfiguration: (key) => ask(key, "GetConfiguration", {}),
      abandonSession: async ({ tenantId, chargePointId }, { session, because }) => {
        const key = { tenantId, id: session.sessionId, startedAt: new Date(session.startedAtMs) };
        const isClosed = await untilPossible(() => abandonSession(deps, key, because));
        desk.sessionClosed(chargePointId, session.transactionId);
        live.end(key.id);
        if (isClosed) settlements.enqueue(key);
      },
      commandEffective: (key, { commandId }) => untilPossible(() => markCommandEffective(deps, { ...key, commandId })),
    },
  });
  const actors = createActorRegistry({ effects, log });
  const stationDeps: StationDeps = {
    ...deps,
    recorder,
    lookups: createLookups(lookupSql),
    live,
    settlements,
    tellActor: ({ tenantId, chargePointId }, fact) => actors.tell({ tenantId, chargePointId }, fact),
  };
  const desk = createDesk(stationDeps, { nodeId: env.NODE_ID, seen });
  const endpoint = createOcppEndpoint({
    desk,
    clock,
    log,
    nodeId: env.NODE_ID,
    metrics: metrics.ocpp,
    limits: {
      ...DEFAULT_OCPP_LIMITS,
      maxFrameBytes: env.OCPP_MAX_FRAME_BYTES,
      callTimeoutMs: env.OCPP_CALL_TIMEOUT_MS,
      pingIntervalMs: env.OCPP_PING_INTERVAL_MS,
      drainSpreadMs: env.DRAIN_SPREAD_MS,
      failuresPerIdentity: perTenMinutes(env.OCPP_FAILURES_PER_IDENTITY),
      failuresPerAddress: perTenMinutes(env.OCPP_FAILURES_PER_ADDRESS),
    },
  });
  deps.http.onUpgrade((request, socket, head) => {
    if (!request.url?.startsWith("/ocpp/")) return false;
    endpoint.handleUpgrade(request, socket, head);
    return true;
  });
  const statistics = keepStatisticsFresh(deps);
  const detach = deps.attachCommands(endpoint.commands);
  // What a crash left undone; not waited for, a long list must not keep stations waiting.
  settlements.sweep().catch((error: unknown) => log.warn({ err: error }, "first settlement sweep failed"));
  expireCommands(deps, commandPatience(env)).catch((error: unknown) =>
    log.warn({ err: error }, "first look at commands failed"),
  );

  return {
    registry: metrics.registry,
    stop: async () => {
      detach();
      statistics.stop();
      await endpoint.drain();
      await recorder.drain();
      actors.stop();
      await effects.drain();
      await settlements.stop();
      await live.stop();
      await seen.stop();
      await Promise.all([recordingSql.end({ timeout: 5 }), lookupSql.end({ timeout: 5 })]);
    },
  };
}
