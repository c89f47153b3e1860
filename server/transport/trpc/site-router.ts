import { CreateSiteInput, createSite } from "../../services/site/create.ts";
import { GetSiteInput, getSite } from "../../services/site/get.ts";
import { ListSitesInput, listSites } from "../../services/site/list.ts";
import { ListPlugsInput, listSitePlugs } from "../../services/site/list-plugs.ts";
import { UpdateSiteInput, updateSite } from "../../services/site/update.ts";
import { listInput, router, tenantProcedure } from "./trpc.ts";

export const siteRouter = router({
  list: tenantProcedure.input(listInput(ListSitesInput)).query(({ ctx, input }) => listSites(ctx.service, input)),
  get: tenantProcedure.input(GetSiteInput).query(({ ctx, input }) => getSite(ctx.service, input)),
  create: tenantProcedure.input(CreateSiteInput).mutation(({ ctx, input }) => createSite(ctx.service, input)),
  plugs: tenantProcedure
    .input(ListPlugsInput)
    .query(({ ctx, input }) =>
      listSitePlugs({ ...ctx.service, origin: ctx.visit.origin, home: ctx.visit.home }, input),
    ),
  update: tenantProcedure.input(UpdateSiteInput).mutation(({ ctx, input }) => updateSite(ctx.service, input)),
});
