import { getFleet } from "../../services/fleet/get-fleet.ts";
import { GetPowerHistoryInput, getPowerHistory } from "../../services/fleet/get-power-history.ts";
import { ListHappeningsInput, listHappenings } from "../../services/fleet/list-happenings.ts";
import { router, tenantProcedure } from "./trpc.ts";

export const fleetRouter = router({
  get: tenantProcedure.query(({ ctx }) => getFleet(ctx.service)),
  power: tenantProcedure.input(GetPowerHistoryInput).query(({ ctx, input }) => getPowerHistory(ctx.service, input)),
  happenings: tenantProcedure.input(ListHappeningsInput).query(({ ctx, input }) => listHappenings(ctx.service, input)),
});
