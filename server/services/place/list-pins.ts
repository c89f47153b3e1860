import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import { z } from "zod";
import { chargePoint, connector, evse, site } from "../../../db/schema/assets.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { isConnectorStatus, STATE_FAMILIES, type StateFamily, stateFamily } from "../../core/connector-state.ts";
import { SearchText } from "../fields.ts";
import type { PlaceContext } from "../visit.ts";
import { isSeenByAll, matchesSearch } from "./match-sites.ts";
import type { SitePin } from "./station-view.ts";

export const ListPinsInput = z.strictObject({ search: SearchText.optional() });

/** Rows of a site and one state of its plugs: some thousand sites. */
const MOST_ROWS = 20_000;

/** Every public site that has a place on the map, with how many of its plugs are in which state. */
export async function listPins(
  { db, tenantId }: PlaceContext,
  { search }: z.infer<typeof ListPinsInput>,
): Promise<readonly SitePin[]> {
  const rows = await inTenant(db, tenantId, (tx) =>
    tx
      .select({
        ...{ id: site.id, name: site.name, latitude: site.latitude, longitude: site.longitude },
        ...{ status: connector.status, isOnline: chargePoint.isOnline, count: sql<number>`count(*)::int` },
      })
      .from(site)
      .innerJoin(chargePoint, and(eq(chargePoint.tenantId, site.tenantId), eq(chargePoint.siteId, site.id)))
      .innerJoin(
        connector,
        and(eq(connector.tenantId, chargePoint.tenantId), eq(connector.chargePointId, chargePoint.id)),
      )
      .innerJoin(evse, and(eq(evse.tenantId, connector.tenantId), eq(evse.id, connector.evseId)))
      .where(
        and(
          isSeenByAll(tenantId),
          isNotNull(site.latitude),
          isNotNull(site.longitude),
          matchesSearch(tenantId, search),
        ),
      )
      .groupBy(site.tenantId, site.id, connector.status, chargePoint.isOnline)
      .orderBy(asc(site.id))
      .limit(MOST_ROWS),
  );
  const pins = new Map<string, SitePin & { readonly families: Record<StateFamily, number> }>();
  for (const { id, name, latitude, longitude, status, isOnline, count } of rows) {
    if (latitude === null || longitude === null) continue;
    const pin = pins.get(id) ?? { id, name, latitude, longitude, families: noPlugs() };
    const known = status !== null && isConnectorStatus(status) ? status : null;
    pin.families[stateFamily({ status: known, isOnline })] += count;
    pins.set(id, pin);
  }
  return [...pins.values()];
}

const noPlugs = () => Object.fromEntries(STATE_FAMILIES.map((family) => [family, 0])) as Record<StateFamily, number>;
