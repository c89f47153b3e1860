import { and, desc, eq, gte } from "drizzle-orm";
import { z } from "zod";
import { connector } from "../../../db/schema/assets.ts";
import { session } from "../../../db/schema/charging.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { notFound } from "../../core/errors.ts";
import { loadCommand } from "../command/get.ts";
import type { DriverContext } from "./context.ts";

export const StartInput = z.strictObject({ commandId: z.uuid() });

/** Why it did not start; the app has words and a next step for each. */
export type StartFailure = "offline" | "busy" | "timeout" | "rejected" | "stationError" | "notStarted" | "notAllowed";

/** How far a start has come. */
export type StartView = {
  readonly commandId: string;
  readonly step: "asking" | "accepted" | "started" | "charging" | "failed";
  readonly failure: StartFailure | null;
  readonly askedAt: string;
  readonly answeredAt: string | null;
  /** The cable: stations wait for it after they have accepted. */
  readonly connectorStatus: string | null;
  readonly sessionId: string | null;
};

/** A station that accepted and saw no cable gives up by itself (OCPP 1.6, ConnectionTimeOut); so long is waited for it. */
export const PATIENCE_MS = 180_000;
/** Clocks of stations are not ours. */
const CLOCK_SLACK_MS = 120_000;

/** The driver's own start, as it stands. @throws AppError `notFound` for another's. */
export async function getStart(ctx: DriverContext, input: z.infer<typeof StartInput>): Promise<StartView> {
  const command = await loadCommand(ctx, input.commandId);
  const isOwn = command.actor.kind === "driver" && command.actor.id === ctx.actor.id;
  if (!isOwn || command.action !== "RemoteStartTransaction") throw notFound("Start");
  const connectorNumber = Number(command.request.connectorId);
  const askedAt = new Date(command.createdAt);
  const { newest, plug } = await inTenant(ctx.db, ctx.tenantId, async (tx) => {
    const [newest] = await tx
      .select({ id: session.id, energyMwh: session.energyMwh, powerW: session.powerW, verdict: session.idTokenVerdict })
      .from(session)
      .where(
        and(
          eq(session.tenantId, ctx.tenantId),
          eq(session.driverId, ctx.actor.driverId),
          gte(session.startedAt, new Date(askedAt.getTime() - CLOCK_SLACK_MS)),
          gte(session.startReceivedAt, askedAt),
          eq(session.chargePointId, command.chargePointId),
          eq(session.connectorNumber, connectorNumber),
        ),
      )
      .orderBy(desc(session.startedAt))
      .limit(1);
    const [plug] = await tx
      .select({ status: connector.status })
      .from(connector)
      .where(
        and(
          eq(connector.tenantId, ctx.tenantId),
          eq(connector.chargePointId, command.chargePointId),
          eq(connector.number, connectorNumber),
        ),
      );
    return { newest, plug };
  });
  const isOver = ctx.clock.now().getTime() - askedAt.getTime() > PATIENCE_MS;
  // A start that was refused is kept, but the station ends it.
  const isRefused = newest !== undefined && newest.verdict !== "accepted";
  const running = isRefused ? undefined : newest;
  const failure = running ? null : isRefused ? "notAllowed" : (failureOf(command) ?? (isOver ? "notStarted" : null));
  const isCharging = running !== undefined && (running.energyMwh > 0n || (running.powerW ?? 0) > 0);
  return {
    commandId: command.commandId,
    step: running ? (isCharging ? "charging" : "started") : failure ? "failed" : stepOf(command.state),
    failure,
    askedAt: command.createdAt,
    answeredAt: command.answeredAt,
    connectorStatus: plug?.status ?? null,
    sessionId: running?.id ?? null,
  };
}

type Command = Awaited<ReturnType<typeof loadCommand>>;

const stepOf = (state: Command["state"]): "asking" | "accepted" =>
  state === "accepted" || state === "effective" ? "accepted" : "asking";

function failureOf({ state, error }: Command): StartFailure | null {
  if (state === "refused") return "rejected";
  if (state === "timedOut") return "timeout";
  if (state !== "failed") return null;
  if (error?.code === "offline" || error?.code === "disconnected") return "offline";
  if (error?.code === "busy") return "busy";
  return error?.code === "timeout" || error?.code === "lost" ? "timeout" : "stationError";
}
