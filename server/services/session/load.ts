import { and, eq, getTableColumns } from "drizzle-orm";
import { z } from "zod";
import { session } from "../../../db/schema/charging.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { notFound } from "../../core/errors.ts";
import { startedAtOfId } from "./started-at-of-id.ts";

export const GetSessionInput = z.strictObject({ sessionId: z.uuid() });

const { priceTrace: _priceTrace, ...columns } = getTableColumns(session);
/** All of a session but its price trace, which is long. */
export const SESSION_COLUMNS = columns;

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
