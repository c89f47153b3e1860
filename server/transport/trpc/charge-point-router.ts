import { getStationAddress } from "../../services/charge-point/address.ts";
import { CreateChargePointInput, createChargePoint } from "../../services/charge-point/create.ts";
import { FacetsInput, getChargePointFacets } from "../../services/charge-point/facets.ts";
import { GetChargePointInput, getChargePoint } from "../../services/charge-point/get.ts";
import { ListChargePointsInput, listChargePoints } from "../../services/charge-point/list.ts";
import { listConnectors } from "../../services/charge-point/list-connectors.ts";
import { ListMessagesInput, listMessages } from "../../services/charge-point/list-messages.ts";
import { ResetPasswordInput, resetChargePointPassword } from "../../services/charge-point/reset-password.ts";
import { retireChargePoint } from "../../services/charge-point/retire.ts";
import { SetConnectorInput, setConnector } from "../../services/charge-point/set-connector.ts";
import { UpdateChargePointInput, updateChargePoint } from "../../services/charge-point/update.ts";
import { listInput, router, tenantProcedure } from "./trpc.ts";

/** Infinite queries have a `direction` of their own, so that the messages' has another name here. */
const MessagesInput = listInput(ListMessagesInput.omit({ direction: true })).extend({
  messageDirection: ListMessagesInput.shape.direction,
});

export const chargePointRouter = router({
  facets: tenantProcedure.input(FacetsInput).query(({ ctx, input }) => getChargePointFacets(ctx.service, input)),
  list: tenantProcedure
    .input(listInput(ListChargePointsInput))
    .query(({ ctx, input }) => listChargePoints(ctx.service, input)),
  get: tenantProcedure.input(GetChargePointInput).query(({ ctx, input }) => getChargePoint(ctx.service, input)),
  address: tenantProcedure
    .input(GetChargePointInput)
    .query(({ ctx, input }) => getStationAddress({ ...ctx.service, home: ctx.visit.home }, input)),
  connectors: tenantProcedure.input(GetChargePointInput).query(({ ctx, input }) => listConnectors(ctx.service, input)),
  messages: tenantProcedure
    .input(MessagesInput)
    .query(({ ctx, input: { messageDirection, direction: _scrolling, ...input } }) =>
      listMessages(ctx.service, { ...input, direction: messageDirection }),
    ),
  create: tenantProcedure
    .input(CreateChargePointInput)
    .mutation(({ ctx, input }) => createChargePoint(ctx.service, input)),
  update: tenantProcedure
    .input(UpdateChargePointInput)
    .mutation(({ ctx, input }) => updateChargePoint(ctx.service, input)),
  setConnector: tenantProcedure.input(SetConnectorInput).mutation(({ ctx, input }) => setConnector(ctx.service, input)),
  resetPassword: tenantProcedure
    .input(ResetPasswordInput)
    .mutation(({ ctx, input }) => resetChargePointPassword(ctx.service, input)),
  retire: tenantProcedure
    .input(GetChargePointInput)
    .mutation(({ ctx, input }) => retireChargePoint(ctx.service, input)),
});
