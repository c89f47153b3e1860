import { ListUnmatchedStopsInput, listUnmatchedStops } from "../../services/unmatched-stop/list.ts";
import { listInput, router, tenantProcedure } from "./trpc.ts";

export const unmatchedStopRouter = router({
  list: tenantProcedure
    .input(listInput(ListUnmatchedStopsInput))
    .query(({ ctx, input }) => listUnmatchedStops(ctx.service, input)),
});
