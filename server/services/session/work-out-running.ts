import { and, isNull, sql } from "drizzle-orm";
import { session } from "../../../db/schema/charging.ts";
import { inTenants } from "../../../db/tenancy.ts";
import { loadEvidence } from "../charging/load-evidence.ts";
import { createTariffs } from "../charging/load-tariffs.ts";
import type { WorkedOut } from "../charging/work-out.ts";
import { workOutSoFar } from "../charging/work-out-so-far.ts";
import { type ServiceContext, transact } from "../context.ts";
import { ofSession } from "./load.ts";

/**
 * What a running session comes to so far, by the engine that also settles it, from what is kept of it now; null for one that
 * has ended, or that the tenant has not. @throws AppError `notFound` for an id that no session has.
 */
export async function workOutRunning(
  ctx: Pick<ServiceContext, "db" | "tenantId">,
  sessionId: string,
): Promise<WorkedOut | null> {
  const [row] = await transact(ctx, (tx) =>
    tx
      .select({
        tenantId: session.tenantId,
        id: session.id,
        startedAt: session.startedAt,
        endedAt: session.endedAt,
        chargePointId: session.chargePointId,
        connectorNumber: session.connectorNumber,
        startEnergyMwh: session.startEnergyMwh,
        tariffVersionId: session.tariffVersionId,
        timeZone: session.timeZone,
        maxPowerW: sql<number | null>`(select c.max_power_w from connector c where c.tenant_id = "session".tenant_id
          and c.charge_point_id = "session".charge_point_id and c.number = "session".connector_number)`,
      })
      .from(session)
      .where(and(ofSession(ctx.tenantId, sessionId), isNull(session.endedAt))),
  );
  if (!row) return null;
  return inTenants(ctx.db.sql, [ctx.tenantId], async (tx) => {
    const [[heard], tariffs] = await Promise.all([loadEvidence(tx, [row]), createTariffs().load(tx, [row])]);
    if (!heard) return null;
    const tariff = (row.tariffVersionId && tariffs.get(row.tariffVersionId)) || null;
    return workOutSoFar(tariff, row, { ...heard, lastReadingAt: heard.last?.at ?? null });
  });
}
