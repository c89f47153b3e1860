import { asc, eq } from "drizzle-orm";
import { site } from "../../../db/schema/assets.ts";
import type { SiteState } from "../../core/site-state.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { FleetState } from "./fleet-state.ts";
import { loadFleet } from "./load-fleet.ts";

/** Sites on one map; beyond it the list of charge points is the way. */
const MOST_SITES = 20_000;

export type FleetSite = {
  readonly id: string;
  readonly name: string;
  readonly city: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
};

export type Fleet = {
  /** In order of their names. */
  readonly sites: readonly FleetSite[];
  /** How they stand now; none for a site without charge points. */
  readonly states: readonly SiteState[];
};

/** Every site, and how what is there stands now. */
export async function getFleet(ctx: ServiceContext): Promise<Fleet> {
  requirePermission(ctx, "chargePoint.read");
  const sites = await transact(ctx, (tx) =>
    tx
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
      .limit(MOST_SITES),
  );
  return { sites, states: new FleetState(await loadFleet(ctx, ctx.tenantId)).all() };
}
