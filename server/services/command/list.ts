import { and, desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import { COMMAND_STATES, command } from "../../../db/schema/assets.ts";
import { ChargePointKey, loadChargePoint } from "../charge-point/load.ts";
import { type ServiceContext, transact } from "../context.ts";
import { StorableText } from "../fields.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { requirePermission } from "../permissions.ts";
import { type CommandView, toCommandView } from "./command-view.ts";

export const CommandFilters = PageInput.extend({
  action: StorableText.min(1).max(50).optional(),
  state: z.enum(COMMAND_STATES).optional(),
});
export const ListCommandsInput = CommandFilters.extend({ chargePoint: ChargePointKey });

/** A charge point's commands, newest first. @throws AppError `notFound`. */
export async function listCommands(
  ctx: ServiceContext,
  input: z.output<typeof ListCommandsInput>,
): Promise<Page<CommandView>> {
  requirePermission(ctx, "chargePoint.command");
  const before = decodeCursor(input.cursor, z.tuple([z.uuid()]));
  return transact(ctx, async (tx) => {
    const { id } = await loadChargePoint(tx, ctx.tenantId, input.chargePoint);
    const rows = await tx
      .select()
      .from(command)
      .where(
        and(
          eq(command.tenantId, ctx.tenantId),
          eq(command.chargePointId, id),
          input.action === undefined ? undefined : eq(command.action, input.action),
          input.state === undefined ? undefined : eq(command.state, input.state),
          before ? lt(command.id, before[0]) : undefined,
        ),
      )
      .orderBy(desc(command.id))
      .limit(input.limit + 1);
    return toPage(rows, input.limit, (row) => [row.id], toCommandView);
  });
}
