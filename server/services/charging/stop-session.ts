import { parseStationTime } from "../../metering/instant.ts";
import type { CallContext } from "../station/call-context.ts";
import type { IdTokenDecision } from "./decide-id-token.ts";
import type { SuspectReason } from "./suspect-reason.ts";
import { digestOf, type MeterValueInput, toReadings } from "./to-readings.ts";

export type StopInput = {
  readonly transactionId: number;
  readonly meterStopWh: number;
  /** The station's own instant. */
  readonly timestamp: string;
  readonly reason: string;
  readonly idToken: string | null;
  readonly values: readonly MeterValueInput[];
  /** JSON text of the whole request. */
  readonly payload: string;
};

type Ending = {
  readonly transactionId: number;
  readonly sessionId: string;
  readonly startedAt: Date;
  readonly connectorNumber: number;
  readonly idToken: string;
  readonly suspect: readonly SuspectReason[];
};

/**
 * Keeps a stop. It cannot be refused (OCPP 1.6, 4.10): one that ends nothing is kept for repair and answered all the same.
 * The decision on the id token is given only when the station named one.
 */
export async function stopSession<Reply extends object>(
  ctx: CallContext,
  input: StopInput,
  reply: (decision: IdTokenDecision | null) => Reply,
): Promise<Reply> {
  const { deps, station, receivedAt } = ctx;
  const at = parseStationTime(input.timestamp, { arrivalMs: receivedAt.getTime(), timeZone: station.timeZone });
  const [ending, decision] = await Promise.all([
    findEnding(ctx, input),
    input.idToken
      ? deps.lookups.decideIdToken({ tenantId: station.tenantId, idToken: input.idToken, at: new Date(at.atMs) })
      : null,
  ]);
  const session = ending && { id: ending.sessionId, startedAt: ending.startedAt };
  const readings = toReadings(
    station,
    input.values,
    { session, connectorNumber: ending?.connectorNumber ?? 0, transactionId: input.transactionId, flags: [] },
    receivedAt,
  );
  const kept = await ctx.keep(
    {
      kind: "stop",
      transactionId: input.transactionId,
      session,
      digest: digestOf(input.payload),
      at: new Date(at.atMs),
      rawAt: input.timestamp,
      receivedAt,
      stopEnergyMwh: BigInt(input.meterStopWh) * 1000n,
      reason: input.reason,
      idToken: input.idToken,
      suspect: [...(ending?.suspect ?? []), ...at.flags.map((flag): SuspectReason => `stop:${flag}`)],
      payload: input.payload,
      readings,
    },
    () => reply(decision),
  );
  if (kept.outcome.kind === "stopped" && ending && session) {
    station.transactions.delete(ending.transactionId);
    deps.live.end(session.id);
    if (!kept.outcome.isRepeat) deps.settlements.enqueue({ tenantId: station.tenantId, ...session });
    deps.tellActor(station, { type: "sessionStopped", transactionId: ending.transactionId });
  }
  return kept.reply;
}

/**
 * The session that a stop means. A station that never got its id (an offline start) says 0 or a negative number: then it
 * is the only open session here with that card, and the match is marked for a person to see.
 */
async function findEnding({ deps, station }: CallContext, input: StopInput): Promise<Ending | null> {
  const open = station.transactions.get(input.transactionId);
  if (open) return { ...open, suspect: [] };
  if (input.transactionId > 0) {
    const found = await deps.lookups.findTransaction({ ...station, transactionId: input.transactionId });
    return found && { ...found, suspect: [] };
  }
  const card = input.idToken?.toLowerCase();
  const candidates = [...station.transactions.values()].filter(
    (transaction) => card === undefined || transaction.idToken.toLowerCase() === card,
  );
  const [only] = candidates;
  return only && candidates.length === 1 ? { ...only, suspect: ["stopWithoutId"] } : null;
}
