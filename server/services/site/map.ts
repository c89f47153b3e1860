import { and, asc, count, eq, isNull, sql } from "drizzle-orm";
import { chargePoint, connector, site } from "../../../db/schema/assets.ts";
import { session } from "../../../db/schema/charging.ts";
import { STATE_FAMILIES, type StateFamily } from "../../core/connector-state.ts";
import { connectorFamily } from "../charge-point/conditions.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";

/** Sites on one map; beyond it the list of charge points is the way. */
const MOST_SITES = 20_000;

/** A site as a pin and as a row of the list beside the map. */
export type SiteOnMap = {
  readonly id: string;
  readonly name: string;
  readonly city: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** Connectors of charge points in service, by state family. */
  readonly families: Readonly<Record<StateFamily, number>>;
  /** Watts over the running sessions of connected charge points. */
  readonly powerW: number;
};

/** Every site in order of its name, with the state of what stands there. */
export async function getSiteMap(ctx: ServiceContext): Promise<readonly SiteOnMap[]> {
  requirePermission(ctx, "chargePoint.read");
  return transact(ctx, async (tx) => {
    const sites = await tx
      .select({
        id: site.id,
        name: site.name,
        city: site.city,
        latitude: site.latitude,
        longitude: site.longitude,
      })
      .from(site)
      .where(eq(site.tenantId, ctx.tenantId))
      .orderBy(asc(site.name), asc(site.id))
      .limit(MOST_SITES);
    const counts = await tx
      .select({ siteId: chargePoint.siteId, family: connectorFamily, connectors: count() })
      .from(connector)
      .innerJoin(
        chargePoint,
        and(eq(chargePoint.tenantId, connector.tenantId), eq(chargePoint.id, connector.chargePointId)),
      )
      .where(and(eq(chargePoint.tenantId, ctx.tenantId), isNull(chargePoint.retiredAt)))
      // By position: the same expression a second time would have parameters of its own.
      .groupBy(sql`1, 2`);
    const powers = await tx
      .select({ siteId: chargePoint.siteId, powerW: sql<string>`coalesce(sum(${session.powerW}), 0)` })
      .from(session)
      .innerJoin(
        chargePoint,
        and(eq(chargePoint.tenantId, session.tenantId), eq(chargePoint.id, session.chargePointId)),
      )
      .where(and(eq(session.tenantId, ctx.tenantId), eq(session.state, "active"), eq(chargePoint.isOnline, true)))
      .groupBy(chargePoint.siteId);
    const familiesOf = new Map<string | null, Map<StateFamily, number>>();
    for (const { siteId, family, connectors } of counts) {
      const families = familiesOf.get(siteId) ?? new Map<StateFamily, number>();
      familiesOf.set(siteId, families.set(family, connectors));
    }
    const powerOf = new Map(powers.map(({ siteId, powerW }) => [siteId, Number(powerW)]));
    return sites.map((row) => ({
      ...row,
      families: Object.fromEntries(
        STATE_FAMILIES.map((family) => [family, familiesOf.get(row.id)?.get(family) ?? 0]),
      ) as Record<StateFamily, number>,
      powerW: powerOf.get(row.id) ?? 0,
    }));
  });
}
