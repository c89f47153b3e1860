import { z } from "zod";
import type { ocppMessage } from "../../../db/schema/charging.ts";
import { redactRequest, redactResponse } from "../command/redact.ts";
import { InstantText, toInstantText, toInstantTextOrNull } from "../fields.ts";

export const MessageView = z
  .object({
    id: z.uuid(),
    at: InstantText,
    direction: z.enum(["in", "out"]),
    messageId: z.string().nullable(),
    action: z.string().nullable(),
    request: z.unknown(),
    raw: z.string().nullable().meta({ description: "The frame itself, where it was not a CALL that could be read." }),
    response: z.unknown(),
    errorCode: z.string().nullable(),
    errorDescription: z.string().nullable(),
    answeredAt: InstantText.nullable(),
    quirks: z.array(z.string()).meta({ description: "Named deviations that were understood all the same." }),
  })
  .meta({ id: "OcppMessage" });
export type MessageView = z.infer<typeof MessageView>;

/** An exchange as it was kept, or is being kept. */
export type Exchange = Omit<typeof ocppMessage.$inferSelect, "tenantId" | "chargePointId" | "quirks"> & {
  readonly quirks: readonly string[] | null;
};

/** An exchange as it may be shown: a station's password in it is left out. */
export const toMessageView = (exchange: Exchange): MessageView => ({
  id: exchange.id,
  at: toInstantText(exchange.at),
  direction: exchange.direction,
  messageId: exchange.messageId,
  action: exchange.action,
  request: redactRequest(exchange.action, exchange.request),
  raw: exchange.raw,
  response: redactResponse(exchange.action, exchange.response),
  errorCode: exchange.errorCode,
  errorDescription: exchange.errorDescription,
  answeredAt: toInstantTextOrNull(exchange.answeredAt),
  quirks: [...(exchange.quirks ?? [])],
});
