import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { site } from "../../../db/schema/assets.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { notFound } from "../../core/errors.ts";
import { StorableText } from "../fields.ts";
import type { PlaceContext } from "../visit.ts";
import { toSiteView } from "./list-sites.ts";
import { loadPlugs, plugOfKey, plugsOfSites } from "./load-plugs.ts";
import type { PlugView, SiteView } from "./station-view.ts";

export const PlugInput = z.strictObject({ plug: StorableText.min(1).max(80) });

export type OnePlugView = {
  readonly plug: PlugView;
  readonly site: SiteView;
  /** The end of the last session that charged; null within a month: none. */
  readonly workedAt: string | null;
  /** Of the last seven days: sessions that charged, of those that began. */
  readonly week: { readonly worked: number; readonly begun: number };
};

/** Below this nothing was charged: the cable was tried. */
const CHARGED_MWH = 100_000;

/** One plug with its site and how reliably it has worked. @throws AppError `notFound`, for one that is not public too. */
export async function getPlug(place: PlaceContext, input: z.infer<typeof PlugInput>): Promise<OnePlugView> {
  const { tenantId } = place;
  const [plug] = await loadPlugs(place, plugOfKey(input.plug));
  if (!plug) throw notFound("Station");
  const now = place.clock.now();
  const [[row], [record], plugs] = await Promise.all([
    inTenant(place.db, tenantId, (tx) =>
      tx
        .select()
        .from(site)
        .where(and(eq(site.tenantId, tenantId), eq(site.id, plug.siteId))),
    ),
    inTenant(place.db, tenantId, (tx) =>
      tx.execute<{ worked_at: Date | string | null; worked: string; begun: string }>(sql`
        select max(ended_at) filter (where energy_mwh >= ${CHARGED_MWH}) as worked_at,
               count(*) filter (where energy_mwh >= ${CHARGED_MWH}
                 and started_at >= ${now.toISOString()}::timestamptz - interval '7 days') as worked,
               count(*) filter (where started_at >= ${now.toISOString()}::timestamptz - interval '7 days') as begun
        from session
        where tenant_id = ${tenantId} and charge_point_id = ${plug.chargePointId}
          and started_at >= ${now.toISOString()}::timestamptz - interval '30 days'
          and connector_number = ${plug.connectorNumber} and ended_at is not null`),
    ),
    loadPlugs(place, plugsOfSites([plug.siteId])),
  ]);
  if (!row) throw notFound("Station");
  return {
    plug,
    site: toSiteView(row, plugs, null),
    workedAt: record?.worked_at ? new Date(record.worked_at).toISOString() : null,
    week: { worked: Number(record?.worked ?? 0), begun: Number(record?.begun ?? 0) },
  };
}
