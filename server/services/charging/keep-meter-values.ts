import type { Reading } from "../recording/facts.ts";
import type { CallContext } from "../station/call-context.ts";
import { isConnectorNumber, toKeptConnector } from "../station/connector-number.ts";
import type { OpenTransaction, Station } from "../station/station.ts";
import type { MeterValueFlag } from "./suspect-reason.ts";
import { type MeterValueInput, type ReadingTarget, toReadings } from "./to-readings.ts";

export type MeterValuesInput = {
  readonly connectorNumber: number;
  /** As the station said it; absent, 0 and negative mean none. */
  readonly transactionId: number | null;
  readonly values: readonly MeterValueInput[];
};

type Target = ReadingTarget & {
  readonly isLate: boolean;
  /** Among these a reading that names none finds the running session that it tells of. */
  readonly running: readonly OpenTransaction[];
};

/** Keeps a station's meter values: those of a session with it, all others with the charge point. None is refused. */
export async function keepMeterValues<Reply extends object>(
  ctx: CallContext,
  input: MeterValuesInput,
  reply: () => Reply,
): Promise<Reply> {
  const { deps, station, receivedAt } = ctx;
  const target = await findTarget(ctx, input);
  const readings = toReadings(station, input.values, target, receivedAt);
  const lateFor = target.isLate ? target.session : null;
  const kept = await ctx.keep({ kind: "readings", readings, lateFor }, reply);
  if (lateFor) deps.settlements.enqueue({ tenantId: station.tenantId, ...lateFor });
  else if (target.session) deps.live.add(station, target.session, readings);
  else tellRunning(ctx, target.running, readings);
  return kept.reply;
}

async function findTarget({ deps, station }: CallContext, input: MeterValuesInput): Promise<Target> {
  const { transactionId } = input;
  const connectorNumber = toKeptConnector(input.connectorNumber);
  const isPossible = connectorNumber === 0 || isConnectorNumber(connectorNumber);
  const flags: readonly MeterValueFlag[] = isPossible ? [] : ["connectorUnknown"];
  const none = { session: null, connectorNumber, transactionId, flags, isLate: false, running: [] };
  if (transactionId === null || transactionId <= 0) return { ...none, running: runningOn(station, connectorNumber) };
  const open = station.transactions.get(transactionId);
  const found = open ? { ...open, isActive: true } : await deps.lookups.findTransaction({ ...station, transactionId });
  if (!found) return { ...none, flags: [...flags, "unknownTransaction"] };
  const isElsewhere = isPossible && found.connectorNumber !== connectorNumber;
  return {
    ...none,
    session: { id: found.sessionId, startedAt: found.startedAt },
    flags: [
      ...flags,
      ...(isElsewhere ? (["otherConnector"] as const) : []),
      ...(found.isActive ? [] : (["afterStop"] as const)),
    ],
    isLate: !found.isActive,
  };
}

const runningOn = ({ transactions }: Station, connectorNumber: number): readonly OpenTransaction[] =>
  [...transactions.values()].filter((open) => open.connectorNumber === connectorNumber);

/** A reading that names no transaction is of the one session on its connector, as it is when that is settled. */
function tellRunning(
  { deps, station }: CallContext,
  running: readonly OpenTransaction[],
  readings: readonly Reading[],
) {
  const [only] = running;
  if (!only || running.length > 1) return;
  const ofIt = readings.filter(({ at }) => at >= only.startedAt);
  if (ofIt.length > 0) deps.live.add(station, { id: only.sessionId, startedAt: only.startedAt }, ofIt);
}
