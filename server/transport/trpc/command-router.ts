import { GetCommandInput, getCommand } from "../../services/command/get.ts";
import { ListCommandsInput, listCommands } from "../../services/command/list.ts";
import { SendCommandInput, sendCommand } from "../../services/command/send.ts";
import { listInput, router, tenantProcedure } from "./trpc.ts";

export const commandRouter = router({
  list: tenantProcedure.input(listInput(ListCommandsInput)).query(({ ctx, input }) => listCommands(ctx.service, input)),
  get: tenantProcedure.input(GetCommandInput).query(({ ctx, input }) => getCommand(ctx.service, input)),
  send: tenantProcedure.input(SendCommandInput).mutation(({ ctx, input }) => sendCommand(ctx.service, input)),
});
