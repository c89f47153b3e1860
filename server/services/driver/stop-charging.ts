import { and } from "drizzle-orm";
import { z } from "zod";
import { session } from "../../../db/schema/charging.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { AppError } from "../../core/errors.ts";
import type { CommandView } from "../command/command-view.ts";
import { dispatchCommand } from "../command/send.ts";
import { ofSession } from "../session/load.ts";
import type { DriverContext } from "./context.ts";
import { isOwn } from "./own-sessions.ts";

export const OwnSessionInput = z.strictObject({ sessionId: z.uuid() });
export const OwnCommandInput = OwnSessionInput.extend({
  /** How long to wait for the station's answer, in seconds: a person stands there. */
  waitS: z.number().min(0).max(60).default(30),
});

/**
 * Asks the station to stop the driver's own session. The session ends when the station says so.
 * @throws AppError `notFound` for another's, `conflict` once it has ended.
 */
export async function stopCharging(ctx: DriverContext, input: z.output<typeof OwnCommandInput>): Promise<CommandView> {
  const row = await loadOwn(ctx, input.sessionId);
  if (row.endedAt) throw new AppError("conflict", "This session has ended.", { reason: "ended" });
  return dispatchCommand(ctx, {
    chargePoint: row.chargePointId,
    action: "RemoteStopTransaction",
    request: { transactionId: row.transactionId },
    waitS: input.waitS,
  });
}

/** Asks the station to let go of the cable of the driver's own session. @throws AppError `notFound` for another's. */
export async function unlockOwn(ctx: DriverContext, input: z.output<typeof OwnCommandInput>): Promise<CommandView> {
  const row = await loadOwn(ctx, input.sessionId);
  // Hours later somebody else's cable may be there.
  const isLate = row.endedAt !== null && ctx.clock.now().getTime() - row.endedAt.getTime() > UNLOCK_WITHIN_MS;
  if (isLate) throw new AppError("conflict", "This session ended too long ago.", { reason: "late" });
  return dispatchCommand(ctx, {
    chargePoint: row.chargePointId,
    action: "UnlockConnector",
    request: { connectorId: row.connectorNumber },
    waitS: input.waitS,
  });
}
const UNLOCK_WITHIN_MS = 15 * 60_000;

async function loadOwn(ctx: DriverContext, sessionId: string) {
  const [row] = await inTenant(ctx.db, ctx.tenantId, (tx) =>
    tx
      .select({
        chargePointId: session.chargePointId,
        connectorNumber: session.connectorNumber,
        transactionId: session.transactionId,
        endedAt: session.endedAt,
      })
      .from(session)
      .where(and(ofSession(ctx.tenantId, sessionId), isOwn(ctx))),
  );
  if (!row) throw new AppError("notFound", "Session not found");
  return row;
}
