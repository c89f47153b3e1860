import { z } from "zod";
import { command } from "../../../db/schema/assets.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { conflict } from "../../core/conflict.ts";
import { AppError, notFound } from "../../core/errors.ts";
import { uuidv7 } from "../../core/ids.ts";
import { isOutboundAction, parseOutboundRequest } from "../../protocol/ocpp16/actions.ts";
import { ChargePointKey, type ChargePointRow, loadChargePoint } from "../charge-point/load.ts";
import { hashAuthorizationKey } from "../charge-point/password.ts";
import { type ServiceContext, transact } from "../context.ts";
import { StorableObject } from "../fields.ts";
import { requirePermission } from "../permissions.ts";
import type { CommandAcceptance, CommandRequest, Events } from "../ports.ts";
import { recordAudit } from "../record-audit.ts";
import { announceCommand } from "./announce.ts";
import { type CommandView, isAnswered } from "./command-view.ts";
import { loadCommand } from "./get.ts";
import { recordCommandProgress } from "./record-progress.ts";
import { isNewPassword, redactRequest } from "./redact.ts";

export const SendCommandInput = z.strictObject({
  chargePoint: ChargePointKey,
  action: z.string().min(1).max(50),
  /** The OCPP request, sent unchanged if the standard's schema allows it. */
  request: StorableObject,
  /** How long to wait for the station's answer, in seconds. */
  waitS: z.number().min(0).max(60).default(0),
});

const NOT_TAKEN = {
  offline: "The charge point is not connected.",
  busy: "Too many commands are waiting for this charge point.",
} as const satisfies Record<Exclude<CommandAcceptance, "queued">, string>;

/**
 * Sends one CALL to a charge point. The row and its audit entry are committed before anything leaves. A station that is
 * offline or has too many commands waiting makes the command `failed` at once, with the error code `offline` or `busy`.
 * A new password (ChangeConfiguration of AuthorizationKey) is known at the door from before it leaves; its text is kept
 * nowhere. Like every change of a password it needs `chargePoint.write` too.
 * Repeated under the same `ctx.newId`, it finds the command of the first attempt and sends nothing: whether that one left
 * is not known, and a station must not be told twice.
 * A database that goes away meanwhile is the caller's to hear of: the command stays as it is, and expires.
 * @throws AppError `forbidden`, `notFound` for the charge point or an action that OCPP 1.6 does not know in this direction,
 *   `invalid` with the fields for a request outside the schema, `conflict` for a charge point that is retired or rejected, or
 *   pending where the command is about a transaction.
 */
export async function sendCommand(ctx: ServiceContext, input: z.output<typeof SendCommandInput>): Promise<CommandView> {
  requirePermission(ctx, "chargePoint.command");
  return dispatchCommand(ctx, input);
}

/**
 * As `sendCommand`, for services that have decided by other rules that the actor may: a driver starts the own session. What
 * `findSame` gives, in the transaction that would queue the command and so under the locks that it takes, is sent instead.
 */
export async function dispatchCommand(
  ctx: ServiceContext,
  input: z.output<typeof SendCommandInput>,
  findSame?: (tx: Transaction) => Promise<CommandView | null>,
): Promise<CommandView> {
  const { action, request } = input;
  const isPassword = isNewPassword(action, request);
  // It opens the door to whoever knows it, and shuts the station out that does not take it.
  if (isPassword) requirePermission(ctx, "chargePoint.write");
  const commandId = ctx.newId ?? uuidv7();
  // Heard from here on, so that an answer that is quicker than we are is not missed.
  const answer = listenForAnswer(ctx.events, commandId);
  try {
    const taken = await transact(ctx, async (tx) => {
      const same = await findSame?.(tx);
      if (same) return { same };
      const row = await loadChargePoint(tx, ctx.tenantId, input.chargePoint);
      if (!isOutboundAction(action)) throw notFound("Action");
      parseOutboundRequest(action, request);
      if (row.retiredAt) throw conflict("stationRetired", "The charge point is retired.");
      requireRegistered(row, action);
      const newPasswordHash = isPassword ? hashAuthorizationKey(parseKey(request)) : null;
      const { kind, id, name } = ctx.actor;
      const [queued] = await tx
        .insert(command)
        .values({
          tenantId: ctx.tenantId,
          id: commandId,
          chargePointId: row.id,
          action,
          request: redactRequest(action, request),
          state: "queued",
          actor: { kind, id, name },
          createdAt: ctx.clock.now(),
          newPasswordHash,
        })
        .onConflictDoNothing()
        .returning();
      if (!queued) return { station: row, queued: null };
      await recordAudit(ctx, tx, {
        action: "chargePoint.command",
        subjectType: "chargePoint",
        subjectId: row.id,
        detail: { commandId, action },
      });
      return { station: row, queued };
    });
    if ("same" in taken) return taken.same;
    const { station, queued } = taken;
    if (queued) {
      announceCommand(ctx, station.siteId, queued);
      await handOver(ctx, station, { tenantId: ctx.tenantId, chargePointId: station.id, commandId, action, request });
    }
    const now = await loadCommand(ctx, commandId);
    if (isAnswered(now.state) || input.waitS === 0) return now;
    await answer.within(input.waitS * 1000);
    // Events may be lost: the row is what counts.
    return loadCommand(ctx, commandId);
  } finally {
    answer.stop();
  }
}

const AuthorizationKey = z.object({ value: z.string().regex(/^[\x21-\x7e]{16,40}$/) });

/** A password that locks the station out is better refused here. @throws AppError `invalid`. */
function parseKey(request: unknown): string {
  const parsed = AuthorizationKey.safeParse(request);
  if (parsed.success) return parsed.data.value;
  const message = "An AuthorizationKey is 8 to 20 bytes in hex, or text of 16 to 40 printable ASCII characters.";
  throw new AppError("invalid", message, { issues: [{ path: "value", message }] });
}

/** OCPP 1.6, 4.2: a pending station is prepared for service, and takes no remote start or stop. A rejected one is left alone. */
function requireRegistered({ registration }: ChargePointRow, action: string): void {
  if (registration === "rejected") {
    throw conflict("stationRejected", "The charge point is rejected: it is sent no commands.");
  }
  if (registration === "pending" && (action === "RemoteStartTransaction" || action === "RemoteStopTransaction")) {
    throw conflict(
      "stationPending",
      "The charge point is pending: it takes no remote start or stop until it is accepted.",
    );
  }
}

/** For so long the caller waits with us for a database that has just gone; then it is told so, and the command expires. */
const HAND_OVER_MS = 500;

async function handOver(ctx: ServiceContext, station: ChargePointRow, request: CommandRequest): Promise<void> {
  const error = await ctx.commands.send(request).then(
    (acceptance) => (acceptance === "queued" ? null : { code: acceptance, description: NOT_TAKEN[acceptance] }),
    (cause: unknown) => {
      ctx.log.error({ err: cause, commandId: request.commandId }, "command could not be handed over");
      return { code: "unavailable", description: "The command could not be handed over." };
    },
  );
  if (!error) return;
  const begunMs = performance.now();
  await recordCommandProgress(
    ctx,
    { tenantId: ctx.tenantId, siteId: station.siteId, chargePointId: station.id },
    request.commandId,
    { step: "failed", at: ctx.clock.now(), error },
    () => performance.now() - begunMs > HAND_OVER_MS,
  );
}

/** Listens until the command has its answer. `within` resolves then, or when the time is over. */
function listenForAnswer(events: Events, commandId: string) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const unsubscribe = events.subscribe((event) => {
    if (event.type !== "commandChanged" || event.command.commandId !== commandId) return;
    if (isAnswered(event.command.state)) resolve();
  });
  let timer: NodeJS.Timeout | undefined;
  return {
    within(timeoutMs: number): Promise<void> {
      timer = setTimeout(resolve, timeoutMs);
      return promise;
    },
    stop(): void {
      clearTimeout(timer);
      unsubscribe();
    },
  };
}
