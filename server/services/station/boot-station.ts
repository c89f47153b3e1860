import type { CallContext } from "./call-context.ts";

export type BootInput = {
  readonly vendor: string;
  readonly model: string;
  readonly serialNumber: string | null;
  readonly firmwareVersion: string | null;
  readonly iccid: string | null;
  readonly imsi: string | null;
  readonly meterType: string | null;
  readonly meterSerialNumber: string | null;
};

/** Keeps what a station says of itself. Whether it is served was decided by an operator. */
export async function bootStation<Reply extends object>(
  ctx: CallContext,
  input: BootInput,
  reply: () => Reply,
): Promise<Reply> {
  const { deps, station, receivedAt } = ctx;
  const accepted = station.registration === "accepted";
  const kept = await ctx.keep({ kind: "boot", at: receivedAt, accepted, ...input }, reply);
  const isFirst = accepted && !station.hasBooted;
  if (accepted) station.hasBooted = true;
  deps.events.publish({
    type: "chargePointChanged",
    cause: "booted",
    tenantId: station.tenantId,
    siteId: station.siteId,
    chargePointId: station.chargePointId,
  });
  deps.tellActor(station, { type: "booted", isAccepted: accepted, isFirst });
  return kept.reply;
}
