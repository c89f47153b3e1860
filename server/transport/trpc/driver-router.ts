import { CreateDriverInput, createDriver } from "../../services/driver-record/create.ts";
import { GetDriverInput, getDriver } from "../../services/driver-record/get.ts";
import { ListDriversInput, listDrivers } from "../../services/driver-record/list.ts";
import { UpdateDriverInput, updateDriver } from "../../services/driver-record/update.ts";
import { listInput, router, tenantProcedure } from "./trpc.ts";

/** Drivers as the office sees them; what is a driver's own is the router `drive`. */
export const driverRouter = router({
  list: tenantProcedure.input(listInput(ListDriversInput)).query(({ ctx, input }) => listDrivers(ctx.service, input)),
  get: tenantProcedure.input(GetDriverInput).query(({ ctx, input }) => getDriver(ctx.service, input)),
  create: tenantProcedure.input(CreateDriverInput).mutation(({ ctx, input }) => createDriver(ctx.service, input)),
  update: tenantProcedure.input(UpdateDriverInput).mutation(({ ctx, input }) => updateDriver(ctx.service, input)),
});
