import { and, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { ocppMessage } from "../../../db/schema/charging.ts";
import { type ServiceContext, transact } from "../context.ts";
import { InstantText, StorableText, toInstantText, UtcInstantText } from "../fields.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { requirePermission } from "../permissions.ts";
import { ChargePointKey, loadChargePoint } from "./load.ts";
import { type MessageView, toMessageView } from "./message-view.ts";

export const MessageFilters = PageInput.extend({
  action: StorableText.min(1).max(50).optional(),
  direction: z.enum(["in", "out"]).optional().meta({ description: "in: the station called us." }),
  from: InstantText.optional(),
  to: InstantText.optional().meta({ description: "Exclusive." }),
});
export const ListMessagesInput = MessageFilters.extend({ chargePoint: ChargePointKey });

/** A charge point's exchanges, newest first. Passwords in them are not shown. @throws AppError `notFound`. */
export async function listMessages(
  ctx: ServiceContext,
  input: z.output<typeof ListMessagesInput>,
): Promise<Page<MessageView>> {
  requirePermission(ctx, "message.read");
  const before = decodeCursor(input.cursor, z.tuple([UtcInstantText, z.uuid()]));
  return transact(ctx, async (tx) => {
    const { id } = await loadChargePoint(tx, ctx.tenantId, input.chargePoint);
    const conditions: (SQL | undefined)[] = [
      eq(ocppMessage.tenantId, ctx.tenantId),
      eq(ocppMessage.chargePointId, id),
      input.action === undefined ? undefined : eq(ocppMessage.action, input.action),
      input.direction === undefined ? undefined : eq(ocppMessage.direction, input.direction),
      input.from === undefined ? undefined : gte(ocppMessage.at, new Date(input.from)),
      input.to === undefined ? undefined : lt(ocppMessage.at, new Date(input.to)),
      before
        ? sql`(${ocppMessage.at}, ${ocppMessage.id}) < (${before[0]}::timestamptz, ${before[1]}::uuid)`
        : undefined,
    ];
    const rows = await tx
      .select()
      .from(ocppMessage)
      .where(and(...conditions))
      .orderBy(desc(ocppMessage.at), desc(ocppMessage.id))
      .limit(input.limit + 1);
    return toPage(rows, input.limit, (row) => [toInstantText(row.at), row.id], toMessageView);
  });
}
