import { z } from "zod";
import { pageOf } from "../../../services/page.ts";
import { CreateSiteInput, createSite } from "../../../services/site/create.ts";
import { getSite } from "../../../services/site/get.ts";
import { ListSitesInput, listSites } from "../../../services/site/list.ts";
import { SiteView } from "../../../services/site/site-view.ts";
import { SiteChanges, updateSite } from "../../../services/site/update.ts";
import { created, defineRoute, ok } from "../route.ts";

const tag = "Sites";
const params = z.object({ id: z.uuid() });

export const siteRoutes = [
  defineRoute({
    method: "GET",
    path: "/sites",
    operationId: "listSites",
    tag,
    summary: "List sites",
    permission: "chargePoint.read",
    query: ListSitesInput,
    responses: { 200: { description: "A page of sites.", schema: pageOf(SiteView) } },
    handle: async (ctx, { query }) => ok(await listSites(ctx, query)),
  }),
  defineRoute({
    method: "POST",
    path: "/sites",
    operationId: "createSite",
    tag,
    summary: "Add a site",
    permission: "chargePoint.write",
    body: CreateSiteInput,
    responses: { 201: { description: "The site.", schema: SiteView } },
    handle: async (ctx, { body }) => {
      const made = await createSite(ctx, body);
      return created(made, `/sites/${made.id}`);
    },
  }),
  defineRoute({
    method: "GET",
    path: "/sites/{id}",
    operationId: "getSite",
    tag,
    summary: "Read a site",
    permission: "chargePoint.read",
    params,
    responses: { 200: { description: "The site.", schema: SiteView } },
    handle: async (ctx, { params: { id } }) => ok(await getSite(ctx, { siteId: id })),
  }),
  defineRoute({
    method: "PATCH",
    path: "/sites/{id}",
    operationId: "updateSite",
    tag,
    summary: "Change a site",
    description: "A field left out stays as it is.",
    permission: "chargePoint.write",
    params,
    body: SiteChanges,
    responses: { 200: { description: "The site as it is now.", schema: SiteView } },
    handle: async (ctx, { params: { id }, body }) => ok(await updateSite(ctx, { ...body, siteId: id })),
  }),
];
