import { getPlug, PlugInput } from "../../services/place/get-plug.ts";
import { ListPinsInput, listPins } from "../../services/place/list-pins.ts";
import { ListSitesNearInput, listSitesNear } from "../../services/place/list-sites.ts";
import { placeProcedure, router } from "./trpc.ts";

/** What everybody may see of a company's stations. */
export const placeRouter = router({
  sites: placeProcedure.input(ListSitesNearInput).query(({ ctx, input }) => listSitesNear(ctx.place, input)),
  pins: placeProcedure.input(ListPinsInput).query(({ ctx, input }) => listPins(ctx.place, input)),
  plug: placeProcedure.input(PlugInput).query(({ ctx, input }) => getPlug(ctx.place, input)),
});
