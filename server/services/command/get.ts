import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { command } from "../../../db/schema/assets.ts";
import { notFound } from "../../core/errors.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { type CommandView, toCommandView } from "./command-view.ts";

export const GetCommandInput = z.strictObject({ commandId: z.uuid() });

/** One command and what came of it. @throws AppError `notFound`. */
export async function getCommand(ctx: ServiceContext, input: z.infer<typeof GetCommandInput>): Promise<CommandView> {
  // Requests name id tokens, so that reading them needs the right to send them.
  requirePermission(ctx, "chargePoint.command");
  return loadCommand(ctx, input.commandId);
}

/** The same for services that know by other rules that the actor may read it. @throws AppError `notFound`. */
export async function loadCommand(
  ctx: Pick<ServiceContext, "db" | "tenantId">,
  commandId: string,
): Promise<CommandView> {
  const [row] = await transact(ctx, (tx) =>
    tx
      .select()
      .from(command)
      .where(and(eq(command.tenantId, ctx.tenantId), eq(command.id, commandId))),
  );
  if (!row) throw notFound("Command");
  return toCommandView(row);
}
