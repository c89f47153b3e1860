import { and, eq, ilike, isNull, or, type SQL, sql } from "drizzle-orm";
import { chargePoint, connector, evse, site } from "../../../db/schema/assets.ts";
import { containsPattern } from "../fields.ts";

/** That everybody may see a station: of a public site, accepted and in service. For queries with site and charge point. */
export const isSeenByAll = (tenantId: string): SQL | undefined =>
  and(
    eq(site.tenantId, tenantId),
    eq(site.isPublic, true),
    isNull(chargePoint.retiredAt),
    eq(chargePoint.registration, "accepted"),
  );

const plugsHere = (tenantId: string) => sql`from ${chargePoint}
  join ${connector} on ${connector.tenantId} = ${chargePoint.tenantId} and ${connector.chargePointId} = ${chargePoint.id}
  join ${evse} on ${evse.tenantId} = ${connector.tenantId} and ${evse.id} = ${connector.evseId}
  where ${chargePoint.tenantId} = ${tenantId} and ${chargePoint.siteId} = ${site.id}`;

/** That a site has something to charge at, which everybody may see. */
export const hasPlugs = (tenantId: string): SQL =>
  sql`exists (select ${plugsHere(tenantId)} and ${isSeenByAll(tenantId)})`;

/** That a site is what a driver typed: its name or place, or one of its stations. */
export function matchesSearch(tenantId: string, search: string | undefined): SQL | undefined {
  const pattern = search === undefined ? null : containsPattern(search);
  if (pattern === null) return undefined;
  return or(
    ilike(site.name, pattern),
    ilike(site.city, pattern),
    ilike(site.address, pattern),
    ilike(site.postalCode, pattern),
    sql`exists (select ${plugsHere(tenantId)}
      and (${chargePoint.identity} ilike ${pattern} or ${evse.evseKey} ilike ${pattern.replaceAll("*", "")}))`,
  );
}
