import type { CallContext } from "../station/call-context.ts";
import { type MeterValueInput, type ReadingTarget, toReadings } from "./to-readings.ts";

export type MeterValuesInput = {
  readonly connectorNumber: number;
  /** As the station said it; absent, 0 and negative mean none. */
  readonly transactionId: number | null;
  readonly values: readonly MeterValueInput[];
};

type Target = ReadingTarget & { readonly isLate: boolean };

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
  return kept.reply;
}

async function findTarget({ deps, station }: CallContext, input: MeterValuesInput): Promise<Target> {
  const { connectorNumber, transactionId } = input;
  const none = { session: null, connectorNumber, transactionId, flags: [], isLate: false };
  if (transactionId === null || transactionId <= 0) return none;
  const open = station.transactions.get(transactionId);
  if (open) return { ...none, session: { id: open.sessionId, startedAt: open.startedAt } };
  const found = await deps.lookups.findTransaction({ ...station, transactionId });
  if (!found) return { ...none, flags: ["unknownTransaction"] };
  return {
    ...none,
    session: { id: found.sessionId, startedAt: found.startedAt },
    flags: found.isActive ? [] : ["afterStop"],
    isLate: !found.isActive,
  };
}
