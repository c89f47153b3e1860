import { z } from "zod";
import { COMMAND_STATES, type CommandState, type command } from "../../../db/schema/assets.ts";
import { InstantText, toInstantText, toInstantTextOrNull } from "../fields.ts";

export const CommandView = z
  .object({
    commandId: z.uuid(),
    chargePointId: z.uuid(),
    action: z.string(),
    request: z.record(z.string(), z.unknown()),
    state: z.enum(COMMAND_STATES).meta({
      description:
        "queued, sent: on the way. accepted, refused: the station's answer. failed, timedOut: no answer, or none that counts. " +
        "effective: accepted, and seen to happen.",
    }),
    response: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: "The payload of the station's CALLRESULT, as it came." }),
    error: z
      .object({ code: z.string(), description: z.string(), details: z.unknown().optional() })
      .nullable()
      .meta({
        description:
          "Why there is no response: offline, busy, unavailable, timeout, disconnected, lost (the server stopped meanwhile), or the " +
          "code of the station's CALLERROR. invalidAnswer: `response` is not what OCPP 1.6 allows as an answer to this action.",
      }),
    actor: z.object({ kind: z.string(), id: z.string(), name: z.string().optional() }),
    createdAt: InstantText,
    sentAt: InstantText.nullable(),
    answeredAt: InstantText.nullable(),
    effectiveAt: InstantText.nullable(),
  })
  .meta({ id: "Command" });
export type CommandView = z.infer<typeof CommandView>;

export const toCommandView = (row: typeof command.$inferSelect): CommandView => ({
  commandId: row.id,
  chargePointId: row.chargePointId,
  action: row.action,
  request: row.request,
  state: row.state,
  response: row.response,
  error: row.error,
  actor: row.actor,
  createdAt: toInstantText(row.createdAt),
  sentAt: toInstantTextOrNull(row.sentAt),
  answeredAt: toInstantTextOrNull(row.answeredAt),
  effectiveAt: toInstantTextOrNull(row.effectiveAt),
});

/** Whether nothing more is to come from the station about it. */
export const isAnswered = (state: CommandState): boolean => state !== "queued" && state !== "sent";
