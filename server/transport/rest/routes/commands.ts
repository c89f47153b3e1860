import { z } from "zod";
import { ChargePointKey } from "../../../services/charge-point/load.ts";
import { type CommandView as Command, CommandView, isAnswered } from "../../../services/command/command-view.ts";
import { getCommand } from "../../../services/command/get.ts";
import { CommandFilters, listCommands } from "../../../services/command/list.ts";
import { sendCommand } from "../../../services/command/send.ts";
import { StorableObject } from "../../../services/fields.ts";
import { pageOf } from "../../../services/page.ts";
import { defineRoute, ok } from "../route.ts";

const tag = "Commands";

const { commandId, state, response, error } = CommandView.shape;
const Outcome = z
  .object({ commandId, state, response: response.unwrap().optional(), error: error.unwrap().optional() })
  .meta({ id: "CommandOutcome" });
const Pending = z.object({ commandId, state }).meta({ id: "PendingCommand" });

export const commandRoutes = [
  defineRoute({
    method: "POST",
    path: "/charge-points/{id}/commands/{action}",
    operationId: "sendCommand",
    tag,
    summary: "Send an OCPP 1.6 command",
    description:
      "The body is the request of the action as OCPP 1.6 defines it; it reaches the charge point unchanged if it is valid. " +
      "With `wait`, the answer of the charge point is waited for. A new password (ChangeConfiguration of AuthorizationKey) " +
      "needs the scope `chargePoint.write` too.",
    permission: "chargePoint.command",
    params: z.object({
      id: ChargePointKey,
      action: z.string().min(1).max(50).meta({ example: "RemoteStartTransaction" }),
    }),
    query: z.strictObject({
      wait: z.coerce
        .number()
        .min(0)
        .max(60)
        .default(0)
        .meta({ description: "Seconds to wait for the charge point's answer." }),
    }),
    body: StorableObject,
    responses: {
      200: {
        description:
          "What came of it: `response` is the payload of the CALLRESULT as it came; `error` tells why there is none, at " +
          "once with the code `offline` when the charge point is not connected.",
        schema: Outcome,
      },
      202: { description: "On its way; ask for the command to see what came of it.", schema: Pending },
    },
    handle: async (ctx, { params, query, body }) => {
      const command = await sendCommand(ctx, {
        chargePoint: params.id,
        action: params.action,
        request: body,
        waitS: query.wait,
      });
      return isAnswered(command.state) ? ok(toOutcome(command)) : { status: 202, body: Pending.parse(command) };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/charge-points/{id}/commands",
    operationId: "listCommands",
    tag,
    summary: "List the commands sent to a charge point, newest first",
    permission: "chargePoint.command",
    params: z.object({ id: ChargePointKey }),
    query: CommandFilters,
    responses: { 200: { description: "A page of commands.", schema: pageOf(CommandView) } },
    handle: async (ctx, { params: { id }, query }) => ok(await listCommands(ctx, { ...query, chargePoint: id })),
  }),
  defineRoute({
    method: "GET",
    path: "/commands/{commandId}",
    operationId: "getCommand",
    tag,
    summary: "Read a command and what came of it",
    permission: "chargePoint.command",
    params: z.object({ commandId: z.uuid() }),
    responses: { 200: { description: "The command.", schema: CommandView } },
    handle: async (ctx, { params }) => ok(await getCommand(ctx, params)),
  }),
];

const toOutcome = ({ commandId, state, response, error }: Command): z.infer<typeof Outcome> => ({
  commandId,
  state,
  ...(response && { response }),
  ...(error && { error }),
});
