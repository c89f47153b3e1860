import { and, asc, eq, gt, gte, lte, max, min, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { connectorStatus, session } from "../../../db/schema/charging.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { notFound } from "../../core/errors.ts";
import { type ServiceContext, transact } from "../context.ts";
import { InstantText, toInstantText, UtcInstantText } from "../fields.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { requirePermission } from "../permissions.ts";
import { GetSessionInput, ofSession } from "./load.ts";

export const ListSessionStatusesInput = PageInput.extend(GetSessionInput.shape);

export const SessionStatusView = z
  .object({
    at: InstantText.meta({ description: "The station's time, or ours where it gave none that can be right." }),
    receivedAt: InstantText,
    status: z.string(),
    errorCode: z.string(),
    info: z.string().nullable(),
    vendorErrorCode: z.string().nullable(),
  })
  .meta({ id: "SessionStatus" });
export type SessionStatusView = z.infer<typeof SessionStatusView>;

/** How long before the start and after the end a connector's statuses still tell of the session. */
const AROUND_MS = 600_000;

/**
 * What the connector said of itself during a session, oldest first: from when the car came (after the last Available before
 * the start) until it left (the first Available after the end), at most ten minutes around it. @throws AppError `notFound`.
 */
export async function listSessionStatuses(
  ctx: ServiceContext,
  input: z.output<typeof ListSessionStatusesInput>,
): Promise<Page<SessionStatusView>> {
  requirePermission(ctx, "session.read");
  const after = decodeCursor(input.cursor, z.tuple([UtcInstantText, z.uuid()]));
  return transact(ctx, async (tx) => {
    const ofItsTime = await findWindow(tx, ctx.tenantId, input.sessionId);
    const rows = await tx
      .select()
      .from(connectorStatus)
      .where(
        and(
          ofItsTime,
          after
            ? sql`(${connectorStatus.at}, ${connectorStatus.id}) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
            : undefined,
        ),
      )
      .orderBy(asc(connectorStatus.at), asc(connectorStatus.id))
      .limit(input.limit + 1);
    return toPage(rows, input.limit, (row) => [toInstantText(row.at), row.id], toSessionStatusView);
  });
}

/** The condition that finds them. */
async function findWindow(tx: Transaction, tenantId: string, sessionId: string): Promise<SQL | undefined> {
  const [row] = await tx
    .select({
      startedAt: session.startedAt,
      endedAt: session.endedAt,
      chargePointId: session.chargePointId,
      connectorNumber: session.connectorNumber,
    })
    .from(session)
    .where(ofSession(tenantId, sessionId));
  if (!row) throw notFound("Session");
  const { startedAt, endedAt } = row;
  const around = and(
    eq(connectorStatus.tenantId, tenantId),
    eq(connectorStatus.chargePointId, row.chargePointId),
    eq(connectorStatus.connectorNumber, row.connectorNumber),
    // Names the partitions: what was said an hour earlier is not of this session, whatever the station's clock.
    gte(connectorStatus.receivedAt, new Date(startedAt.getTime() - 6 * AROUND_MS)),
    gte(connectorStatus.at, new Date(startedAt.getTime() - AROUND_MS)),
    endedAt ? lte(connectorStatus.at, new Date(endedAt.getTime() + AROUND_MS)) : undefined,
  );
  const [free] = await tx
    .select({
      before: max(sql`case when ${lte(connectorStatus.at, startedAt)} then ${connectorStatus.at} end`).mapWith(toDate),
      after: min(
        endedAt
          ? sql`case when ${gte(connectorStatus.at, endedAt)} then ${connectorStatus.at} end`
          : sql`null::timestamptz`,
      ).mapWith(toDate),
    })
    .from(connectorStatus)
    .where(and(around, eq(connectorStatus.status, "Available")));
  return and(
    around,
    free?.before ? gt(connectorStatus.at, free.before) : undefined,
    free?.after ? lte(connectorStatus.at, free.after) : undefined,
  );
}

const toDate = (value: string): Date => new Date(value);

const toSessionStatusView = (row: typeof connectorStatus.$inferSelect): SessionStatusView => ({
  at: toInstantText(row.at),
  receivedAt: toInstantText(row.receivedAt),
  status: row.status,
  errorCode: row.errorCode,
  info: row.info,
  vendorErrorCode: row.vendorErrorCode,
});
