import { and, asc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { site } from "../../../db/schema/assets.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { SearchText } from "../fields.ts";
import type { PlaceContext } from "../visit.ts";
import { loadPlugs, plugsOfSites } from "./load-plugs.ts";
import { hasPlugs, matchesSearch } from "./match-sites.ts";
import type { SiteView } from "./station-view.ts";

export const ListSitesNearInput = z.strictObject({
  near: z.strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }).optional(),
  search: SearchText.optional(),
  /** This one alone. */
  siteId: z.uuid().optional(),
});

/** A phone's screen needs no more; who looks for another place searches. */
const MOST = 60;

export type SitesNear = {
  readonly items: readonly SiteView[];
  /** How many there are, more than those of a list perhaps. */
  readonly total: number;
};

/** Public sites with their plugs: the nearest first where the driver's position is known, else by name. */
export async function listSitesNear(
  place: PlaceContext,
  { near, search, siteId }: z.infer<typeof ListSitesNearInput>,
): Promise<SitesNear> {
  const { tenantId } = place;
  // Great-circle distance on a sphere of 6371 km (haversine): within half a percent of the real one.
  const distance = near
    ? sql<number | null>`6371000 * 2 * asin(sqrt(least(1,
        power(sin(radians(${site.latitude} - ${near.latitude}) / 2), 2)
        + cos(radians(${near.latitude})) * cos(radians(${site.latitude}))
          * power(sin(radians(${site.longitude} - ${near.longitude}) / 2), 2))))`
    : sql<number | null>`null::float8`;
  const rows = await inTenant(place.db, tenantId, (tx) =>
    tx
      .select({ row: site, distance, total: sql<number>`count(*) over ()::int` })
      .from(site)
      .where(
        and(
          eq(site.tenantId, tenantId),
          eq(site.isPublic, true),
          siteId === undefined ? undefined : eq(site.id, siteId),
          hasPlugs(tenantId),
          matchesSearch(tenantId, search),
        ),
      )
      .orderBy(sql`${distance} nulls last`, asc(site.name), asc(site.id))
      .limit(MOST),
  );
  const plugs = Map.groupBy(
    rows.length === 0 ? [] : await loadPlugs(place, plugsOfSites(rows.map(({ row }) => row.id))),
    ({ siteId }) => siteId,
  );
  const items = rows.map(({ row, distance: metres }) => toSiteView(row, bestFirst(plugs.get(row.id) ?? []), metres));
  return { items, total: rows[0]?.total ?? 0 };
}

const RANK = { free: 0, waiting: 1, charging: 1, offline: 2, fault: 3, out: 3 } as const;

/** What can be used is on top; what is broken sinks. */
const bestFirst = (plugs: SiteView["plugs"]): SiteView["plugs"] =>
  [...plugs].sort((one, other) => RANK[one.state] - RANK[other.state]);

export const toSiteView = (
  row: typeof site.$inferSelect,
  plugs: SiteView["plugs"],
  metres: number | null,
): SiteView => ({
  ...{ id: row.id, name: row.name, address: row.address, postalCode: row.postalCode, city: row.city },
  ...{ country: row.country, latitude: row.latitude, longitude: row.longitude, timeZone: row.timeZone },
  distanceM: metres === null ? null : Math.round(metres),
  plugs,
});
