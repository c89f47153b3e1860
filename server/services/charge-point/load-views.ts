import { and, desc, eq, inArray } from "drizzle-orm";
import { site } from "../../../db/schema/assets.ts";
import { session } from "../../../db/schema/charging.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import type { ServiceContext } from "../context.ts";
import { isPermitted } from "../permissions.ts";
import { SESSION_COLUMNS } from "../session/load.ts";
import { toSessionView } from "../session/session-view.ts";
import { type ChargePointView, RunningSessionView, toChargePointView } from "./charge-point-view.ts";
import { type ChargePointRow, loadConnectors } from "./load.ts";

/** Charge points as callers see them: with their site's name, their connectors, and what runs there. Keeps the order. */
export async function loadViews(
  tx: Transaction,
  ctx: ServiceContext,
  rows: readonly ChargePointRow[],
): Promise<readonly ChargePointView[]> {
  const ids = rows.map(({ id }) => id);
  const connectors = await loadConnectors(tx, ctx.tenantId, ids);
  const running = await loadRunning(tx, ctx, ids);
  const sites = await loadSiteNames(tx, ctx.tenantId, rows);
  return rows.map((row) =>
    toChargePointView(row, {
      siteName: (row.siteId && sites.get(row.siteId)) || null,
      connectors: connectors.get(row.id) ?? [],
      running: running.get(row.id) ?? new Map(),
    }),
  );
}

/** The newest running session by charge point id and connector number; none for who may not read sessions. */
async function loadRunning(
  tx: Transaction,
  ctx: ServiceContext,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<number, RunningSessionView>>> {
  if (ids.length === 0 || !isPermitted(ctx.actor, "session.read")) return new Map();
  const showIdTokens = isPermitted(ctx.actor, "idToken.read");
  const rows = await tx
    .select(SESSION_COLUMNS)
    .from(session)
    .where(
      and(eq(session.tenantId, ctx.tenantId), inArray(session.chargePointId, [...ids]), eq(session.state, "active")),
    )
    .orderBy(desc(session.startedAt));
  const running = new Map<string, Map<number, RunningSessionView>>();
  for (const row of rows) {
    const ofChargePoint = running.get(row.chargePointId) ?? new Map<number, RunningSessionView>();
    running.set(row.chargePointId, ofChargePoint);
    if (ofChargePoint.has(row.connectorNumber)) continue;
    ofChargePoint.set(row.connectorNumber, RunningSessionView.parse(toSessionView(row, showIdTokens)));
  }
  return running;
}

async function loadSiteNames(
  tx: Transaction,
  tenantId: string,
  rows: readonly ChargePointRow[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.flatMap(({ siteId }) => siteId ?? []))];
  if (ids.length === 0) return new Map();
  const sites = await tx
    .select({ id: site.id, name: site.name })
    .from(site)
    .where(and(eq(site.tenantId, tenantId), inArray(site.id, ids)));
  return new Map(sites.map(({ id, name }) => [id, name]));
}

/** One charge point as callers see it. */
export async function loadView(tx: Transaction, ctx: ServiceContext, row: ChargePointRow): Promise<ChargePointView> {
  const [view] = await loadViews(tx, ctx, [row]);
  if (!view) throw new Error("a view of no row");
  return view;
}
