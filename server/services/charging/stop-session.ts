import { parseStationTime } from "../../metering/instant.ts";
import type { Reading } from "../recording/facts.ts";
import type { CallContext } from "../station/call-context.ts";
import type { OpenTransaction } from "../station/station.ts";
import { findLastSign } from "./abandon-session.ts";
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

type Ending = OpenTransaction & {
  /** The stop named no transaction that we gave; this one fits. */
  readonly isGuess: boolean;
};

/** Clocks of a station's parts may differ by so much. */
const CLOCK_TOLERANCE_MS = 60_000;

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
    findEnding(ctx, input, at.atMs),
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
  const suspect: readonly SuspectReason[] = [
    ...(ending ? await doubtsOf(ctx, input, { ending, decision, atMs: at.atMs }) : []),
    ...at.flags.map((flag): SuspectReason => `stop:${flag}`),
  ];
  const kept = await ctx.keep(
    {
      kind: "stop",
      transactionId: input.transactionId,
      session,
      isGuess: ending?.isGuess ?? false,
      digest: digestOf(input.payload),
      at: ending ? await toEnd(ctx, ending, { at: new Date(at.atMs), readings }) : new Date(at.atMs),
      rawAt: input.timestamp,
      receivedAt,
      stopEnergyMwh: BigInt(input.meterStopWh) * 1000n,
      reason: input.reason,
      idToken: input.idToken,
      suspect,
      payload: input.payload,
      readings,
    },
    () => reply(decision),
  );
  if (kept.outcome.kind === "stopped" && ending && session) {
    station.transactions.delete(ending.transactionId);
    deps.live.end(session.id);
    // Of a repeat too: it may be our own words, whose commit was not confirmed. What is settled stays as it is.
    deps.settlements.enqueue({ tenantId: station.tenantId, ...session });
    deps.tellActor(station, { type: "sessionStopped", transactionId: ending.transactionId });
  }
  return kept.reply;
}

/**
 * The session that a stop means. A station that never got its id (an offline start) says 0 or a negative number: then it
 * is the only open session here that the stop fits by card (where it names one), instant and register. The match stays a
 * guess: it is marked for a person to see, and gives way to a stop that names the transaction.
 */
async function findEnding({ deps, station }: CallContext, input: StopInput, atMs: number): Promise<Ending | null> {
  const open = station.transactions.get(input.transactionId);
  if (open) return { ...open, isGuess: false };
  if (input.transactionId > 0) {
    const found = await deps.lookups.findTransaction({ ...station, transactionId: input.transactionId });
    return found && { ...found, isGuess: false };
  }
  const candidates = [...station.transactions.values()].filter(
    ({ idToken, startedAt, startEnergyMwh }) =>
      (input.idToken === null || isSame(input.idToken, idToken)) &&
      atMs >= startedAt.getTime() - CLOCK_TOLERANCE_MS &&
      BigInt(input.meterStopWh) * 1000n >= startEnergyMwh,
  );
  const [only] = candidates;
  return only && candidates.length === 1 ? { ...only, isGuess: true } : null;
}

/**
 * When the session ends. A stop that is dated before its start has a wrong clock, and says only that the session is over and
 * what the meter shows: it counts at the last sign of life, as screens showed it until then. The station's own words are kept.
 */
async function toEnd(
  { deps, station }: CallContext,
  { sessionId, startedAt, connectorNumber }: Ending,
  stop: { readonly at: Date; readonly readings: readonly Reading[] },
): Promise<Date> {
  if (stop.at >= startedAt) return stop.at;
  const { tenantId, chargePointId } = station;
  const heard = await findLastSign(deps, { tenantId, chargePointId, id: sessionId, startedAt, connectorNumber });
  const told = stop.readings.map(({ at }) => at.getTime());
  return new Date(Math.max(heard.getTime(), ...told));
}

type Judged = {
  readonly ending: Ending;
  readonly decision: IdTokenDecision | null;
  readonly atMs: number;
};

/** What is odd about a stop for the session that it ends. */
async function doubtsOf(
  ctx: CallContext,
  input: StopInput,
  { ending, decision, atMs }: Judged,
): Promise<readonly SuspectReason[]> {
  const doubts: SuspectReason[] = [];
  if (ending.isGuess) doubts.push("stopWithoutId");
  if (atMs < ending.startedAt.getTime()) doubts.push("stopBeforeStart");
  if (await isOtherCard(ctx, input, ending, decision)) doubts.push("stopOtherCard");
  return doubts;
}

/** The start's card may stop, one of its parent group, and we ourselves with any (OCPP 1.6, 4.10 and 5.12). */
async function isOtherCard(
  { deps, station }: CallContext,
  input: StopInput,
  ending: Ending,
  decision: IdTokenDecision | null,
): Promise<boolean> {
  if (input.idToken === null || input.reason === "Remote" || isSame(input.idToken, ending.idToken)) return false;
  const parent = decision?.parentToken ?? null;
  if (parent === null) return true;
  const { tenantId } = station;
  const starter = await deps.lookups.decideIdToken({ tenantId, idToken: ending.idToken, at: ending.startedAt });
  return starter.parentToken === null || !isSame(parent, starter.parentToken);
}

/** Id tokens are compared without regard to case (CiString20). */
const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
