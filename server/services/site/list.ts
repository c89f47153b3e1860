import { and, asc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { site } from "../../../db/schema/assets.ts";
import { type ServiceContext, transact } from "../context.ts";
import { StorableText } from "../fields.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { requirePermission } from "../permissions.ts";
import { type SiteView, toSiteView } from "./site-view.ts";

export const ListSitesInput = PageInput;

/** Sites in order of their names. */
export async function listSites(ctx: ServiceContext, input: z.output<typeof ListSitesInput>): Promise<Page<SiteView>> {
  requirePermission(ctx, "chargePoint.read");
  const after = decodeCursor(input.cursor, z.tuple([StorableText, z.uuid()]));
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(site)
      .where(
        and(
          eq(site.tenantId, ctx.tenantId),
          after ? sql`(${site.name}, ${site.id}) > (${after[0]}, ${after[1]}::uuid)` : undefined,
        ),
      )
      .orderBy(asc(site.name), asc(site.id))
      .limit(input.limit + 1),
  );
  return toPage(rows, input.limit, (row) => [row.name, row.id], toSiteView);
}
