import { isAppError } from "../../../core/errors.ts";
import { uuidv7 } from "../../../core/ids.ts";
import {
  checkResponse,
  type InboundAction,
  parseInboundCall,
  type Response,
} from "../../../protocol/ocpp16/actions.ts";
import { describeQuirk } from "../../../protocol/ocpp16/quirk.ts";
import { announceExchange } from "../../../services/recording/announce-exchange.ts";
import type { ExchangeLog, Fact, NoFact, Outcome } from "../../../services/recording/facts.ts";
import { judgeFailure } from "../../../services/recording/judge-failure.ts";
import type { CallContext, StationDeps } from "../../../services/station/call-context.ts";
import type { Answer, InboundCall, Station } from "../../../services/station/station.ts";
import type { Handler } from "./handler.ts";
import { HANDLERS } from "./handlers.ts";

/** Heartbeats are logged only while the database keeps up: they alone are answered without it. */
const CALM_BACKLOG = 100;

const NO_FACT: NoFact = { kind: "none" };

/**
 * Serves a CALL of a station: checks it, has its handler keep the fact, and answers after the commit. Rejects when the
 * fact could not be kept; then the station must not be answered, so that it says it again.
 */
export async function serveCall(deps: StationDeps, station: Station, call: InboundCall): Promise<Answer> {
  const parsed = parseInboundCall(call.action, call.payload);
  if (!parsed.ok) return refuse(deps, station, call, parsed.error);
  const quirks = [...call.quirks, ...parsed.quirks.map(describeQuirk)];
  const { action, payload } = parsed;
  if (action === "Heartbeat") return heartbeat(deps, station, call);
  const ctx: CallContext = {
    deps,
    station,
    receivedAt: call.receivedAt,
    keep: async (fact, reply) => keep({ deps, station, call, quirks }, fact, reply),
  };
  // The table binds action and request; the compiler cannot follow a union through an index.
  const handler = HANDLERS[action] as Handler<InboundAction>;
  const reply = await handler(ctx, payload as never);
  deps.tellActor(station, {
    type: "messageReceived",
    action,
    connectorNumber: "connectorId" in payload ? payload.connectorId : null,
  });
  return { kind: "result", payload: reply };
}

type Served = {
  readonly deps: StationDeps;
  readonly station: Station;
  readonly call: InboundCall;
  readonly quirks: readonly string[];
};

async function keep<Reply extends object>(
  { deps, station, call, quirks }: Served,
  fact: Fact,
  reply: (outcome: Outcome) => Reply,
): Promise<{ outcome: Outcome; reply: Reply }> {
  let answer: Reply | undefined;
  const log: ExchangeLog = {
    ...logOf(deps, call),
    quirks,
    response: (outcome) => {
      answer = checkResponse(call.action as InboundAction, reply(outcome) as Response<InboundAction>) as Reply;
      return JSON.stringify(answer);
    },
  };
  const { tenantId, chargePointId, epoch } = station;
  const outcome = await deps.recorder.record({ tenantId, chargePointId, epoch, fact, log });
  if (answer === undefined) throw new Error("kept without an answer");
  announceExchange(deps, station, log, { request: call.payload ?? null, response: answer });
  return { outcome, reply: answer };
}

/** A CALL that cannot be served is logged like any other before it is answered. */
async function refuse(
  deps: StationDeps,
  station: Station,
  call: InboundCall,
  error: { readonly code: string; readonly description: string },
): Promise<Answer> {
  const { tenantId, chargePointId, epoch } = station;
  const log: ExchangeLog = {
    ...logOf(deps, call),
    errorCode: error.code,
    errorDescription: error.description,
    response: () => null,
  };
  await deps.recorder.record({ tenantId, chargePointId, epoch, fact: NO_FACT, log });
  announceExchange(deps, station, log, { request: call.payload ?? null, response: null });
  return { kind: "error", ...error };
}

/** OCPP 1.6, 4.6. Answered at once, whatever the database does: it is how a station keeps its clock. */
function heartbeat(deps: StationDeps, station: Station, call: InboundCall): Answer {
  const payload = { currentTime: deps.clock.now().toISOString() };
  if (deps.recorder.backlog() < CALM_BACKLOG) {
    const { tenantId, chargePointId, epoch } = station;
    const log = { ...logOf(deps, call), response: () => JSON.stringify(payload) };
    deps.recorder.record({ tenantId, chargePointId, epoch, fact: NO_FACT, log }).then(
      () => announceExchange(deps, station, log, { request: call.payload ?? null, response: payload }),
      (error: unknown) => deps.log.debug({ err: error, chargePointId }, "heartbeat not logged"),
    );
  }
  deps.tellActor(station, { type: "messageReceived", action: "Heartbeat", connectorNumber: null });
  return { kind: "result", payload };
}

const logOf = (deps: StationDeps, call: InboundCall): Omit<ExchangeLog, "response"> => ({
  id: uuidv7(call.receivedAt.getTime()),
  direction: "in",
  at: call.receivedAt,
  messageId: call.messageId,
  action: call.action,
  request: JSON.stringify(call.payload ?? null),
  raw: null,
  errorCode: null,
  errorDescription: null,
  answeredAt: deps.clock.now(),
  quirks: call.quirks,
});

/** What a failed CALL is answered: what can never be kept is our fault, and said so. Null: nothing, so that it is said again. */
export function answerOfFailure(error: unknown): Answer | null {
  if (judgeFailure(error) !== "refused") return null;
  if (isAppError(error) && error.code === "unavailable") return null;
  if ((error as { code?: unknown } | null)?.code === "superseded") return null;
  return { kind: "error", code: "InternalError", description: "The message could not be kept." };
}
