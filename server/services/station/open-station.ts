import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { chargePoint, connector, site } from "../../../db/schema/assets.ts";
import { session } from "../../../db/schema/charging.ts";
import { tenant } from "../../../db/schema/tenants.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { notFound } from "../../core/errors.ts";
import type { Deps } from "../context.ts";
import { countConnectors } from "./keep-configuration.ts";
import type { OpenTransaction, Station } from "./station.ts";

/**
 * A station's new socket speaks from now on: raises the connection epoch (what older sockets still say is refused),
 * marks it online and loads what is needed to serve it. Running transactions go on.
 */
export async function openStation(
  deps: Deps,
  request: {
    readonly tenantId: string;
    readonly chargePointId: string;
    readonly protocol: string;
    readonly nodeId: string;
  },
): Promise<Station> {
  const { tenantId, chargePointId } = request;
  const now = deps.clock.now();
  const station = await inTenant(deps.db, tenantId, async (tx) => {
    const [row] = await tx
      .update(chargePoint)
      .set({
        connectionEpoch: sql`${chargePoint.connectionEpoch} + 1`,
        connectionNode: request.nodeId,
        isOnline: true,
        connectedAt: now,
        lastSeenAt: now,
        protocol: request.protocol,
      })
      .where(and(eq(chargePoint.tenantId, tenantId), eq(chargePoint.id, chargePointId)))
      .returning();
    if (!row) throw notFound("charge point");
    const [place] = await tx
      .select({ timeZone: sql<string>`coalesce(${site.timeZone}, ${tenant.timeZone})` })
      .from(tenant)
      .leftJoin(site, and(eq(site.tenantId, tenant.id), sql`${site.id} = ${row.siteId}`))
      .where(eq(tenant.id, tenantId));
    const connectors = await tx
      .select({ number: connector.number, maxPowerW: connector.maxPowerW })
      .from(connector)
      // One that only an operator has described says nothing of what else the station has.
      .where(
        and(
          eq(connector.tenantId, tenantId),
          eq(connector.chargePointId, chargePointId),
          isNotNull(connector.statusReceivedAt),
        ),
      );
    const open = await tx
      .select({
        transactionId: session.transactionId,
        sessionId: session.id,
        startedAt: session.startedAt,
        connectorNumber: session.connectorNumber,
        idToken: session.idToken,
        isAccepted: sql<boolean>`${session.idTokenVerdict} = 'accepted'`,
        startEnergyMwh: session.startEnergyMwh,
      })
      .from(session)
      .where(and(eq(session.tenantId, tenantId), eq(session.chargePointId, chargePointId), isNull(session.endedAt)));
    return {
      tenantId,
      chargePointId,
      identity: row.identity,
      siteId: row.siteId,
      timeZone: place?.timeZone ?? "UTC",
      epoch: row.connectionEpoch,
      registration: row.registration,
      hasBooted: row.firstBootAt !== null,
      heartbeatIntervalS: row.heartbeatIntervalS,
      connectorCount: countConnectors(row.configuration?.NumberOfConnectors?.value),
      connectors: new Map(connectors.map(({ number, maxPowerW }) => [number, { maxPowerW }])),
      transactions: new Map(
        open.map((transaction): [number, OpenTransaction] => [transaction.transactionId, transaction]),
      ),
    };
  });
  deps.events.publish({
    type: "connectionChanged",
    tenantId,
    siteId: station.siteId,
    chargePointId,
    isOnline: true,
    at: now.toISOString(),
    reason: null,
  });
  return station;
}

/** Marks a station offline, unless a newer connection speaks for it by now (compare on close); tells which. */
export async function closeStation(deps: Deps, station: Station, reason: string): Promise<boolean> {
  const now = deps.clock.now();
  const closed = await inTenant(deps.db, station.tenantId, (tx) =>
    tx
      .update(chargePoint)
      .set({ isOnline: false, connectionNode: null, disconnectedAt: now })
      .where(
        and(
          eq(chargePoint.tenantId, station.tenantId),
          eq(chargePoint.id, station.chargePointId),
          eq(chargePoint.connectionEpoch, station.epoch),
        ),
      )
      .returning({ id: chargePoint.id }),
  );
  if (closed.length === 0) return false;
  deps.events.publish({
    type: "connectionChanged",
    tenantId: station.tenantId,
    siteId: station.siteId,
    chargePointId: station.chargePointId,
    isOnline: false,
    at: now.toISOString(),
    reason,
  });
  return true;
}
