import { and, eq } from "drizzle-orm";
import type { Database } from "../../../db/client.ts";
import { session, transactionStart } from "../../../db/schema/charging.ts";
import { inTenant } from "../../../db/tenancy.ts";
import type { OpenTransaction } from "../station/station.ts";

export type FoundTransaction = OpenTransaction & { readonly isActive: boolean; readonly startEnergyMwh: bigint };

export type TransactionRequest = {
  readonly tenantId: string;
  readonly chargePointId: string;
  readonly transactionId: number;
};

/** The sequence's end: what OCPP 1.6 calls an integer. */
const MOST_TRANSACTION_ID = 2_147_483_647;

/** A transaction of one charge point by the id we gave it, ended or not. An id is only valid for its own station. */
export function findTransaction(db: Database, request: TransactionRequest): Promise<FoundTransaction | null> {
  // Stations may say any integer; ours fit the column.
  if (request.transactionId < 1 || request.transactionId > MOST_TRANSACTION_ID) return Promise.resolve(null);
  return inTenant(db, request.tenantId, async (tx) => {
    const [row] = await tx
      .select({
        transactionId: transactionStart.transactionId,
        sessionId: session.id,
        startedAt: session.startedAt,
        connectorNumber: session.connectorNumber,
        idToken: session.idToken,
        state: session.state,
        startEnergyMwh: session.startEnergyMwh,
      })
      .from(transactionStart)
      .innerJoin(
        session,
        and(
          eq(session.tenantId, transactionStart.tenantId),
          eq(session.startedAt, transactionStart.sessionStartedAt),
          eq(session.id, transactionStart.sessionId),
        ),
      )
      .where(
        and(
          eq(transactionStart.tenantId, request.tenantId),
          eq(transactionStart.transactionId, request.transactionId),
          eq(transactionStart.chargePointId, request.chargePointId),
        ),
      );
    if (!row) return null;
    const { state, ...rest } = row;
    return { ...rest, isActive: state === "active" };
  });
}
