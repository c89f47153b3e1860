import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { chargePoint, site } from "../../../db/schema/assets.ts";
import { SESSION_STATES, session } from "../../../db/schema/charging.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { notFound } from "../../core/errors.ts";
import { type PriceTraceJson, toTraceJson } from "../../tariff/price-trace.ts";
import { toInstantText, toInstantTextOrNull, UtcInstantText } from "../fields.ts";
import { maskIdToken } from "../id-token/mask.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { ofSession, SESSION_COLUMNS } from "../session/load.ts";
import { type SessionView, toSessionView } from "../session/session-view.ts";
import { workOutRunning } from "../session/work-out-running.ts";
import type { DriverContext } from "./context.ts";

/** A session as its driver sees it: the same fields and figures as everywhere, without what is the office's. */
export type OwnSession = Omit<SessionView, "suspect" | "driverId" | "idTokenId" | "updatedAt">;

/** That the session is the driver's. */
export const isOwn = (ctx: DriverContext) => eq(session.driverId, ctx.actor.driverId);

const toOwn = (row: Parameters<typeof toSessionView>[0]): OwnSession => {
  const { suspect: _s, driverId: _d, idTokenId: _i, updatedAt: _u, ...own } = toSessionView(row, true);
  // Whoever knows a token whole can charge with it; the app keeps what it shows in the browser.
  return { ...own, idToken: maskIdToken(own.idToken) };
};

export const ListOwnSessionsInput = PageInput.extend({ state: z.enum(SESSION_STATES).optional() });

/** The driver's sessions, newest first, running ones among them unless one state is asked for. */
export async function listOwnSessions(
  ctx: DriverContext,
  input: z.output<typeof ListOwnSessionsInput>,
): Promise<Page<OwnSession>> {
  const before = decodeCursor(input.cursor, z.tuple([UtcInstantText, z.uuid()]));
  const rows = await inTenant(ctx.db, ctx.tenantId, (tx) =>
    tx
      .select(SESSION_COLUMNS)
      .from(session)
      .where(
        and(
          eq(session.tenantId, ctx.tenantId),
          isOwn(ctx),
          input.state === undefined ? undefined : eq(session.state, input.state),
          before === null
            ? undefined
            : sql`(${session.startedAt}, ${session.id}) < (${before[0]}::timestamptz, ${before[1]}::uuid)`,
        ),
      )
      .orderBy(desc(session.startedAt), desc(session.id))
      .limit(input.limit + 1),
  );
  return toPage(rows, input.limit, (row) => [toInstantText(row.startedAt), row.id], toOwn);
}

/** One of the driver's sessions with how its price came about, so far or in the end, and where it was. */
export type OwnSessionDetail = OwnSession & {
  readonly trace: PriceTraceJson | null;
  readonly address: string | null;
  readonly city: string | null;
  /** Whether the station is connected; what it measures meanwhile is not known here. */
  readonly isOnline: boolean;
  /** When its connection was lost last. */
  readonly disconnectedAt: string | null;
};

/** @throws AppError `notFound` for another's. */
export async function getOwnSession(
  ctx: DriverContext,
  { sessionId }: { readonly sessionId: string },
): Promise<OwnSessionDetail> {
  const { row, kept, place, station } = await inTenant(ctx.db, ctx.tenantId, async (tx) => {
    const [found] = await tx
      .select({ ...SESSION_COLUMNS, priceTrace: session.priceTrace })
      .from(session)
      .where(and(ofSession(ctx.tenantId, sessionId), isOwn(ctx)));
    if (!found) throw notFound("Session");
    const { priceTrace, ...row } = found;
    const [place] =
      row.siteId === null
        ? []
        : await tx
            .select({ address: site.address, postalCode: site.postalCode, city: site.city })
            .from(site)
            .where(and(eq(site.tenantId, ctx.tenantId), eq(site.id, row.siteId)));
    const [station] = await tx
      .select({ isOnline: chargePoint.isOnline, disconnectedAt: chargePoint.disconnectedAt })
      .from(chargePoint)
      .where(and(eq(chargePoint.tenantId, ctx.tenantId), eq(chargePoint.id, row.chargePointId)));
    return { row, kept: priceTrace as PriceTraceJson | null, place, station };
  });
  const priced = kept === null ? (await workOutRunning(ctx, sessionId))?.priced : null;
  return {
    ...toOwn(row),
    trace: priced ? toTraceJson(priced) : kept,
    address: place?.address ?? null,
    city: [place?.postalCode, place?.city].filter(Boolean).join(" ") || null,
    isOnline: station?.isOnline ?? false,
    disconnectedAt: toInstantTextOrNull(station?.disconnectedAt ?? null),
  };
}
