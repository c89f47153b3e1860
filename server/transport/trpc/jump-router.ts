import { FindTargetsInput, findTargets } from "../../services/jump/find-targets.ts";
import { router, tenantProcedure } from "./trpc.ts";

export const jumpRouter = router({
  find: tenantProcedure.input(FindTargetsInput).query(({ ctx, input }) => findTargets(ctx.service, input)),
});
