import { and, eq, getTableColumns, sql } from "drizzle-orm";
import { z } from "zod";
import { session } from "../../../db/schema/charging.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { notFound } from "../../core/errors.ts";
import type { MeteredSessionRow } from "../charging/load-evidence.ts";
import { startedAtOfId } from "./started-at-of-id.ts";

export const GetSessionInput = z.strictObject({ sessionId: z.uuid() });

const { priceTrace: _priceTrace, idTokenKey: _idTokenKey, ...columns } = getTableColumns(session);

/** All of a session but its price trace, which is long. Names that are copied when it is settled are today's until then. */
export const SESSION_COLUMNS = {
  ...columns,
  chargePointName: sql<string | null>`coalesce("session".charge_point_name, (select c.name from charge_point c
    where c.tenant_id = "session".tenant_id and c.id = "session".charge_point_id))`,
  siteName: sql<string | null>`coalesce("session".site_name, (select s.name from site s
    where s.tenant_id = "session".tenant_id and s.id = "session".site_id))`,
  driverName: sql<string | null>`coalesce("session".driver_name, (select d.name from driver d
    where d.tenant_id = "session".tenant_id and d.id = "session".driver_id))`,
  idTokenLabel: sql<string | null>`coalesce("session".id_token_label, (select i.label from id_token i
    where i.tenant_id = "session".tenant_id and i.id = "session".id_token_id))`,
  tariffName: sql<string | null>`coalesce("session".tariff_name, (select t.name from tariff t
    where t.tenant_id = "session".tenant_id and t.id = "session".tariff_id))`,
  tariffVersion: sql<number | null>`coalesce("session".tariff_version, (select v.version from tariff_version v
    where v.tenant_id = "session".tenant_id and v.id = "session".tariff_version_id))`,
};

/** The condition that finds a session in its one partition. @throws AppError `notFound` for an id that no session has. */
export function ofSession(tenantId: string, sessionId: string) {
  const startedAt = startedAtOfId(sessionId);
  if (!startedAt) throw notFound("Session");
  return and(eq(session.tenantId, tenantId), eq(session.startedAt, startedAt), eq(session.id, sessionId));
}

/** That the session is the tenant's, and the instant that names its partition. @throws AppError `notFound`. */
export async function requireSession(tx: Transaction, tenantId: string, sessionId: string): Promise<Date> {
  const [row] = await tx.select({ startedAt: session.startedAt }).from(session).where(ofSession(tenantId, sessionId));
  if (!row) throw notFound("Session");
  return row.startedAt;
}

/** What finds a session's readings, and its own registers. @throws AppError `notFound`. */
export async function requireMeteredRow(tx: Transaction, tenantId: string, sessionId: string) {
  const [row] = await tx
    .select({
      tenantId: session.tenantId,
      id: session.id,
      startedAt: session.startedAt,
      endedAt: session.endedAt,
      chargePointId: session.chargePointId,
      connectorNumber: session.connectorNumber,
      startEnergyMwh: session.startEnergyMwh,
      stopEnergyMwh: session.stopEnergyMwh,
    })
    .from(session)
    .where(ofSession(tenantId, sessionId));
  if (!row) throw notFound("Session");
  return row satisfies MeteredSessionRow;
}
