import { z } from "zod";
import { CreateDriverInput, createDriver } from "../../../services/driver-record/create.ts";
import { DriverView } from "../../../services/driver-record/driver-view.ts";
import { getDriver } from "../../../services/driver-record/get.ts";
import { ListDriversInput, listDrivers } from "../../../services/driver-record/list.ts";
import { DriverChanges, updateDriver } from "../../../services/driver-record/update.ts";
import { pageOf } from "../../../services/page.ts";
import { created, defineRoute, ok } from "../route.ts";

const tag = "Drivers";
const params = z.object({ id: z.uuid() });

export const driverRoutes = [
  defineRoute({
    method: "GET",
    path: "/drivers",
    operationId: "listDrivers",
    tag,
    summary: "List drivers",
    permission: "driver.read",
    query: ListDriversInput.extend({ blocked: z.stringbool().optional() }),
    responses: { 200: { description: "A page of drivers.", schema: pageOf(DriverView) } },
    handle: async (ctx, { query }) => ok(await listDrivers(ctx, query)),
  }),
  defineRoute({
    method: "POST",
    path: "/drivers",
    operationId: "createDriver",
    tag,
    summary: "Add a driver",
    permission: "driver.write",
    body: CreateDriverInput,
    responses: { 201: { description: "The driver.", schema: DriverView } },
    handle: async (ctx, { body }) => {
      const made = await createDriver(ctx, body);
      return created(made, `/drivers/${made.id}`);
    },
  }),
  defineRoute({
    method: "GET",
    path: "/drivers/{id}",
    operationId: "getDriver",
    tag,
    summary: "One driver",
    permission: "driver.read",
    params,
    responses: { 200: { description: "The driver.", schema: DriverView } },
    handle: async (ctx, { params: { id } }) => ok(await getDriver(ctx, { driverId: id })),
  }),
  defineRoute({
    method: "PATCH",
    path: "/drivers/{id}",
    operationId: "updateDriver",
    tag,
    summary: "Change or block a driver",
    permission: "driver.write",
    params,
    body: DriverChanges,
    responses: { 200: { description: "The driver.", schema: DriverView } },
    handle: async (ctx, { params: { id }, body }) => ok(await updateDriver(ctx, { ...body, driverId: id })),
  }),
];
