import { and, eq, isNull } from "drizzle-orm";
import { chargePoint, connector } from "../../../db/schema/assets.ts";
import { session } from "../../../db/schema/charging.ts";
import { inTenant } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";
import type { FleetStation } from "./fleet-state.ts";

/** Every charge point in service of a tenant, with its connectors and running sessions. */
export async function loadFleet({ db }: Pick<Deps, "db">, tenantId: string): Promise<readonly FleetStation[]> {
  const [stations, connectors, sessions] = await inTenant(db, tenantId, async (tx) => [
    await tx
      .select({
        id: chargePoint.id,
        identity: chargePoint.identity,
        siteId: chargePoint.siteId,
        isOnline: chargePoint.isOnline,
      })
      .from(chargePoint)
      .where(and(eq(chargePoint.tenantId, tenantId), isNull(chargePoint.retiredAt))),
    await tx
      .select({ chargePointId: connector.chargePointId, number: connector.number, status: connector.status })
      .from(connector)
      .where(eq(connector.tenantId, tenantId)),
    await tx
      .select({ chargePointId: session.chargePointId, id: session.id, powerW: session.powerW })
      .from(session)
      .where(and(eq(session.tenantId, tenantId), isNull(session.endedAt))),
  ]);
  const connectorsOf = Map.groupBy(connectors, ({ chargePointId }) => chargePointId);
  const sessionsOf = Map.groupBy(sessions, ({ chargePointId }) => chargePointId);
  return stations.map((station) => ({
    ...station,
    connectors: new Map(connectorsOf.get(station.id)?.map(({ number, status }) => [number, status])),
    sessions: new Map(sessionsOf.get(station.id)?.map(({ id, powerW }) => [id, powerW])),
  }));
}
