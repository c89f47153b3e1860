import { z } from "zod";
import { ChargePointView, ConnectorView } from "../../../services/charge-point/charge-point-view.ts";
import {
  CreateChargePointInput,
  CreatedChargePoint,
  createChargePoint,
} from "../../../services/charge-point/create.ts";
import { getChargePoint } from "../../../services/charge-point/get.ts";
import { ListChargePointsInput, listChargePoints } from "../../../services/charge-point/list.ts";
import { listConnectors } from "../../../services/charge-point/list-connectors.ts";
import { listMessages, MessageFilters } from "../../../services/charge-point/list-messages.ts";
import { ChargePointKey } from "../../../services/charge-point/load.ts";
import { MessageView } from "../../../services/charge-point/message-view.ts";
import {
  IssuedPassword,
  NewPassword,
  resetChargePointPassword,
} from "../../../services/charge-point/reset-password.ts";
import { retireChargePoint } from "../../../services/charge-point/retire.ts";
import { ConnectorChanges, ConnectorNumber, setConnector } from "../../../services/charge-point/set-connector.ts";
import { ChargePointChanges, updateChargePoint } from "../../../services/charge-point/update.ts";
import { pageOf } from "../../../services/page.ts";
import { created, defineRoute, ok } from "../route.ts";

const tag = "Charge points";
const params = z.object({ id: ChargePointKey });

export const chargePointRoutes = [
  defineRoute({
    method: "GET",
    path: "/charge-points",
    operationId: "listChargePoints",
    tag,
    summary: "List charge points",
    permission: "chargePoint.read",
    query: ListChargePointsInput,
    responses: { 200: { description: "A page of charge points.", schema: pageOf(ChargePointView) } },
    handle: async (ctx, { query }) => ok(await listChargePoints(ctx, query)),
  }),
  defineRoute({
    method: "POST",
    path: "/charge-points",
    operationId: "createChargePoint",
    tag,
    summary: "Take a charge point into service",
    permission: "chargePoint.write",
    body: CreateChargePointInput,
    responses: { 201: { description: "The charge point with its password.", schema: CreatedChargePoint } },
    handle: async (ctx, { body }) => {
      const made = await createChargePoint(ctx, body);
      return created(made, `/charge-points/${made.id}`);
    },
  }),
  defineRoute({
    method: "GET",
    path: "/charge-points/{id}",
    operationId: "getChargePoint",
    tag,
    summary: "Read a charge point",
    permission: "chargePoint.read",
    params,
    responses: { 200: { description: "The charge point.", schema: ChargePointView } },
    handle: async (ctx, { params: { id } }) => ok(await getChargePoint(ctx, { chargePoint: id })),
  }),
  defineRoute({
    method: "PATCH",
    path: "/charge-points/{id}",
    operationId: "updateChargePoint",
    tag,
    summary: "Change a charge point",
    description: "A field left out stays as it is.",
    permission: "chargePoint.write",
    params,
    body: ChargePointChanges,
    responses: { 200: { description: "The charge point as it is now.", schema: ChargePointView } },
    handle: async (ctx, { params: { id }, body }) => ok(await updateChargePoint(ctx, { ...body, chargePoint: id })),
  }),
  defineRoute({
    method: "DELETE",
    path: "/charge-points/{id}",
    operationId: "retireChargePoint",
    tag,
    summary: "Take a charge point out of service",
    description: "It is disconnected and no longer let in. Its history and its identity stay.",
    permission: "chargePoint.write",
    params,
    responses: { 200: { description: "The retired charge point.", schema: ChargePointView } },
    handle: async (ctx, { params: { id } }) => ok(await retireChargePoint(ctx, { chargePoint: id })),
  }),
  defineRoute({
    method: "POST",
    path: "/charge-points/{id}/password",
    operationId: "resetChargePointPassword",
    tag,
    summary: "Give a charge point a new password",
    description: "The old one is no longer taken, and the station is disconnected.",
    permission: "chargePoint.write",
    params,
    body: NewPassword,
    responses: { 200: { description: "The new password, shown this once.", schema: IssuedPassword } },
    handle: async (ctx, { params: { id }, body }) =>
      ok(await resetChargePointPassword(ctx, { ...body, chargePoint: id })),
  }),
  defineRoute({
    method: "GET",
    path: "/charge-points/{id}/connectors",
    operationId: "listConnectors",
    tag,
    summary: "List a charge point's connectors with their state",
    permission: "chargePoint.read",
    params,
    responses: { 200: { description: "All connectors.", schema: z.object({ items: z.array(ConnectorView) }) } },
    handle: async (ctx, { params: { id } }) => ok(await listConnectors(ctx, { chargePoint: id })),
  }),
  defineRoute({
    method: "PATCH",
    path: "/charge-points/{id}/connectors/{number}",
    operationId: "setConnector",
    tag,
    summary: "Say what a connector is: plug, power, EVSE id",
    description: "A field left out stays as it is. A connector that the station has not told of yet is made.",
    permission: "chargePoint.write",
    params: params.extend({ number: ConnectorNumber }),
    body: ConnectorChanges,
    responses: { 200: { description: "The connector as it is now.", schema: ConnectorView } },
    handle: async (ctx, { params: { id, number }, body }) =>
      ok(await setConnector(ctx, { ...body, chargePoint: id, number })),
  }),
  defineRoute({
    method: "GET",
    path: "/charge-points/{id}/messages",
    operationId: "listMessages",
    tag,
    summary: "List the OCPP messages exchanged with a charge point, newest first",
    permission: "message.read",
    params,
    query: MessageFilters,
    responses: { 200: { description: "A page of messages.", schema: pageOf(MessageView) } },
    handle: async (ctx, { params: { id }, query }) => ok(await listMessages(ctx, { ...query, chargePoint: id })),
  }),
];
