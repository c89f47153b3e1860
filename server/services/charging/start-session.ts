import { parseStationTime } from "../../metering/instant.ts";
import type { CallContext } from "../station/call-context.ts";
import { mayHaveConnector, toKeptConnector } from "../station/connector-number.ts";
import { isReplaced } from "../station/is-replaced.ts";
import type { OpenTransaction, Station } from "../station/station.ts";
import type { IdTokenDecision } from "./decide-id-token.ts";
import type { SuspectReason } from "./suspect-reason.ts";

export type StartInput = {
  readonly connectorNumber: number;
  readonly idToken: string;
  readonly meterStartWh: number;
  /** The station's own instant. */
  readonly timestamp: string;
  readonly reservationId: number | null;
};

export type Started = { readonly transactionId: number; readonly decision: IdTokenDecision };

const MOST_RESERVATION_ID = 2_147_483_647;

const CLOCK_SUSPECT = new Set(["clock1970", "clockFuture", "clockImplausible", "unparsable"]);

/**
 * Keeps a start. It is a fact, whatever the card is worth: a refused one is kept as suspect with the reason, and gets a
 * transaction id like any other (OCPP 1.6, 4.8; stations answered with id 0 lose their session).
 */
export async function startSession<Reply extends object>(
  ctx: CallContext,
  input: StartInput,
  reply: (started: Started) => Reply,
): Promise<Reply> {
  const { deps, station, receivedAt } = ctx;
  const { tenantId, chargePointId } = station;
  const connectorNumber = toKeptConnector(input.connectorNumber);
  const at = parseStationTime(input.timestamp, { arrivalMs: receivedAt.getTime(), timeZone: station.timeZone });
  const startedAt = new Date(at.atMs);
  const [decision, tariff] = await Promise.all([
    deps.lookups.decideIdToken({
      tenantId,
      idToken: input.idToken,
      at: startedAt,
      start: { chargePointId, connectorNumber },
    }),
    deps.lookups.findTariff({ tenantId, chargePointId, at: startedAt }),
  ]);
  const suspect: readonly SuspectReason[] = [
    ...(decision.verdict === "accepted" ? [] : when(true, `idToken:${decision.verdict}`)),
    ...at.flags.map((flag): SuspectReason => `start:${flag}`),
    ...when(!mayHaveConnector(station, connectorNumber), "connectorUnknown"),
    ...when(
      openOn(station, connectorNumber).some((open) => open.startedAt > startedAt),
      "startOutOfOrder",
    ),
    ...when(input.meterStartWh < 0, "meterStartNegative"),
    ...when(!tariff, "noTariff"),
  ];
  const kept = await ctx.keep(
    {
      kind: "start",
      connectorNumber,
      idToken: input.idToken,
      rawAt: input.timestamp,
      at: startedAt,
      clockSuspect: at.flags.some((flag) => CLOCK_SUSPECT.has(flag)),
      hasZone: !at.flags.includes("noZone"),
      receivedAt,
      meterStart: String(input.meterStartWh),
      startEnergyMwh: BigInt(input.meterStartWh) * 1000n,
      // One beyond the column is none that we gave; the message log has the station's words.
      reservationId: Math.abs(input.reservationId ?? 0) > MOST_RESERVATION_ID ? null : input.reservationId,
      idTokenId: decision.idTokenId,
      idTokenVerdict: decision.verdict,
      driverId: decision.driverId,
      tariffId: tariff?.tariffId ?? null,
      tariffVersionId: tariff?.tariffVersionId ?? null,
      tariffSource: tariff?.source ?? null,
      currency: tariff?.currency ?? null,
      suspect,
      chargePointIdentity: station.identity,
      siteId: station.siteId,
      timeZone: station.timeZone,
    },
    (outcome) => {
      if (outcome.kind !== "started") throw new Error(`a start was kept as ${outcome.kind}`);
      return reply({ transactionId: outcome.transactionId, decision });
    },
  );
  const { outcome } = kept;
  if (outcome.kind === "started" && !outcome.isEnded) {
    const { transactionId, sessionId, startedAt: beganAt } = outcome;
    const isAccepted = decision.verdict === "accepted";
    const started: OpenTransaction = {
      ...{ transactionId, sessionId, startedAt: beganAt, connectorNumber, idToken: input.idToken, isAccepted },
      startEnergyMwh: BigInt(input.meterStartWh) * 1000n,
    };
    forgetReplaced(ctx, started);
    station.transactions.set(transactionId, started);
    // Of a repeat too: it may be our own words, whose commit was not confirmed, or nobody was told when they came first.
    deps.live.begin(station, { id: sessionId, startedAt: beganAt });
    deps.tellActor(station, {
      type: "sessionStarted",
      ...{ sessionId, transactionId, connectorNumber, idToken: input.idToken, isAccepted },
      startedAtMs: beganAt.getTime(),
    });
  }
  return kept.reply;
}

const openOn = ({ transactions }: Station, connectorNumber: number) =>
  [...transactions.values()].filter((open) => open.connectorNumber === connectorNumber);

/** What ran there before runs no more: the actor abandons it. A stop or a reading that names it still finds it. */
function forgetReplaced({ deps, station }: CallContext, started: OpenTransaction): void {
  for (const open of station.transactions.values()) {
    if (open.transactionId === started.transactionId || !isReplaced(begunOf(open), begunOf(started))) continue;
    station.transactions.delete(open.transactionId);
    deps.live.end(open.sessionId);
  }
}

const begunOf = ({ startedAt, ...open }: OpenTransaction) => ({ ...open, startedAtMs: startedAt.getTime() });

const when = (isSo: boolean, reason: SuspectReason): readonly SuspectReason[] => (isSo ? [reason] : []);
