import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { chargePoint, connector, evse, site } from "../../../db/schema/assets.ts";
import { inTenant, inTenants, type PlainTransaction } from "../../../db/tenancy.ts";
import { isConnectorStatus, stateFamily } from "../../core/connector-state.ts";
import { clockEdge, plugPrice } from "../../tariff/plug-price.ts";
import { findTariffs } from "../charging/find-tariff.ts";
import { createTariffs } from "../charging/load-tariffs.ts";
import type { Deps } from "../context.ts";
import { toInstantTextOrNull } from "../fields.ts";
import { isSeenByAll } from "./match-sites.ts";
import type { PlugOffer, PlugView } from "./station-view.ts";

/** Power to estimate with where a connector's own is not known: three phases of 16 A. */
const USUAL_POWER_W = 11_000;

type Where = Pick<Deps, "db" | "clock"> & { readonly tenantId: string };

/** Plugs of public sites that meet a condition, with the price that holds for each now. Without the condition: all. */
export async function loadPlugs(where: Where, condition: SQL | undefined): Promise<readonly PlugView[]> {
  const rows = await inTenant(where.db, where.tenantId, (tx) =>
    tx
      .select({ plug: connector, point: chargePoint, site, evseId: evse.evseId, evseKey: evse.evseKey })
      .from(connector)
      .innerJoin(evse, and(eq(evse.tenantId, connector.tenantId), eq(evse.id, connector.evseId)))
      .innerJoin(
        chargePoint,
        and(eq(chargePoint.tenantId, connector.tenantId), eq(chargePoint.id, connector.chargePointId)),
      )
      .innerJoin(site, and(eq(site.tenantId, chargePoint.tenantId), eq(site.id, chargePoint.siteId)))
      .where(and(eq(connector.tenantId, where.tenantId), isSeenByAll(where.tenantId), condition))
      .orderBy(asc(chargePoint.identityKey), asc(connector.number)),
  );
  const offers = await loadOffers(where, rows);
  return rows.map(({ plug, point, site: place, evseId, evseKey }) => {
    const status = plug.status !== null && isConnectorStatus(plug.status) ? plug.status : null;
    return {
      key: evseKey?.toUpperCase() ?? `${point.identity}~${plug.number}`,
      evseId,
      chargePointId: point.id,
      siteId: place.id,
      stationName: point.name ?? point.identity,
      connectorNumber: plug.number,
      standard: plug.standard,
      maxPowerW: plug.maxPowerW,
      state: stateFamily({ status, isOnline: point.isOnline }),
      status,
      statusAt: toInstantTextOrNull(plug.statusAt),
      since: toInstantTextOrNull(point.isOnline ? plug.statusAt : (point.disconnectedAt ?? plug.statusAt)),
      heardAt: toInstantTextOrNull(point.lastSeenAt),
      ...(offers.get(plug.id) ?? { price: null, tariffVersionId: null, priceUntil: null }),
    };
  });
}

type Priced = {
  readonly plug: typeof connector.$inferSelect;
  readonly point: { readonly id: string };
  readonly site: { readonly timeZone: string };
};

/** What each plug, by its id, is offered at: the price card of the tariff version that a start now would get. */
async function loadOffers({ db, clock, tenantId }: Where, rows: readonly Priced[]) {
  const at = clock.now();
  const pointIds = [...new Set(rows.map(({ point }) => point.id))];
  const found = await findTariffs(
    db.sql,
    pointIds.map((chargePointId) => ({ tenantId, chargePointId, at })),
  );
  const versions = new Map(pointIds.map((id, index) => [id, found[index]?.tariffVersionId ?? null]));
  const wanted = [...new Set(versions.values())].map((tariffVersionId) => ({ tenantId, tariffVersionId }));
  const [tariffs, edge] = await inTenants(db.sql, [tenantId], (tx) =>
    Promise.all([createTariffs().load(tx, wanted), findNextEdge(tx, tenantId, at)]),
  );
  return new Map(
    rows.map(({ plug, point, site: { timeZone } }): [string, PlugOffer] => {
      const tariffVersionId = versions.get(point.id) ?? null;
      const tariff = tariffVersionId === null ? undefined : tariffs.get(tariffVersionId);
      const moment = { atMs: at.getTime(), timeZone, powerW: plug.maxPowerW ?? USUAL_POWER_W };
      const untilMs = Math.min(
        edge?.getTime() ?? Number.POSITIVE_INFINITY,
        tariff ? clockEdge(tariff, moment) : Infinity,
      );
      return [
        plug.id,
        {
          price: tariff ? plugPrice(tariff, moment) : null,
          tariffVersionId,
          priceUntil: Number.isFinite(untilMs) ? new Date(untilMs).toISOString() : null,
        },
      ];
    }),
  );
}

/** When the next of the tenant's tariff versions begins or ends, whichever it is of: a company has few. */
async function findNextEdge(tx: PlainTransaction, tenantId: string, at: Date): Promise<Date | null> {
  const [row] = await tx<{ edge: Date | string | null }[]>`
    select least(min(valid_from) filter (where valid_from > r.at), min(valid_until) filter (where valid_until > r.at)) as edge
    from tariff_version, (select ${at.toISOString()}::text::timestamptz as at) r
    where tenant_id = ${tenantId}::text::uuid`;
  return row?.edge ? new Date(row.edge) : null;
}

/** The plug that a key of an address names. */
export function plugOfKey(key: string): SQL {
  const byIdentity = /^(.{1,48})~([1-9]\d{0,4})$/.exec(key);
  if (byIdentity) {
    const [, identity = "", number = ""] = byIdentity;
    return and(eq(chargePoint.identityKey, identity.toLowerCase()), eq(connector.number, Number(number))) ?? sql`false`;
  }
  return eq(evse.evseKey, key.replaceAll("*", "").toLowerCase());
}

export const plugsOfSites = (siteIds: readonly string[]): SQL => inArray(site.id, [...siteIds]);
