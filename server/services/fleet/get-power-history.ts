import { and, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { powerSample, WHOLE_FLEET } from "../../../db/schema/analytics.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";

/** The spans that can be asked for, in hours, and how many minutes one point of each stands for: at most 96 points. */
export const POWER_SPANS = { 1: 1, 6: 5, 24: 15 } as const;
export type PowerSpan = keyof typeof POWER_SPANS;

const MINUTE_MS = 60_000;

export const GetPowerHistoryInput = z.strictObject({
  siteId: z.uuid().optional(),
  hours: z.union([z.literal(1), z.literal(6), z.literal(24)]).default(1),
});

export type PowerPoint = {
  /** ISO instant: where the stretch begins. */
  readonly at: string;
  /** Watts: the mean over the minutes of the stretch that were looked at, and the highest of them. Null: none was. */
  readonly meanW: number | null;
  readonly maxW: number | null;
};

export type PowerHistory = { readonly stretchMs: number; readonly points: readonly PowerPoint[] };

/**
 * What the fleet, or one site, took over the last hours, oldest first, without holes: a stretch in which nobody looked is a point
 * without a value, and never a zero.
 */
export async function getPowerHistory(
  ctx: ServiceContext,
  { siteId, hours }: z.output<typeof GetPowerHistoryInput>,
): Promise<PowerHistory> {
  requirePermission(ctx, "chargePoint.read");
  const stretchMs = POWER_SPANS[hours] * MINUTE_MS;
  const count = (hours * 60) / POWER_SPANS[hours];
  const lastMs = Math.floor(ctx.clock.now().getTime() / stretchMs) * stretchMs;
  const firstMs = lastMs - (count - 1) * stretchMs;
  const from = new Date(firstMs).toISOString();
  // Where only the company's row is there, the site took nothing.
  const watts =
    siteId === undefined
      ? sql`max(${powerSample.powerW})`
      : sql`coalesce(max(${powerSample.powerW}) filter (where ${powerSample.siteId} = ${siteId}), 0)`;
  const rows = await transact(ctx, (tx) => {
    const minutes = tx.$with("minutes").as(
      tx
        .select({ at: powerSample.at, watts: watts.mapWith(Number).as("watts") })
        .from(powerSample)
        .where(
          and(
            eq(powerSample.tenantId, ctx.tenantId),
            inArray(powerSample.siteId, siteId === undefined ? [WHOLE_FLEET] : [WHOLE_FLEET, siteId]),
            sql`${powerSample.at} >= ${from}::timestamptz`,
          ),
        )
        .groupBy(powerSample.at)
        .having(sql`bool_or(${powerSample.siteId} = ${WHOLE_FLEET})`),
    );
    const stretch = sql<number>`floor(extract(epoch from ${minutes.at}) * 1000 / ${stretchMs}::bigint)::bigint`;
    return tx
      .with(minutes)
      .select({
        stretch: stretch.mapWith(Number).as("stretch"),
        meanW: sql`avg(${minutes.watts})`.mapWith(Number),
        maxW: sql`max(${minutes.watts})`.mapWith(Number),
      })
      .from(minutes)
      .groupBy(sql`1`);
  });
  const known = new Map(rows.map((row) => [row.stretch * stretchMs, row]));
  const points = Array.from({ length: count }, (_, index): PowerPoint => {
    const atMs = firstMs + index * stretchMs;
    const row = known.get(atMs);
    return { at: new Date(atMs).toISOString(), meanW: row ? Math.round(row.meanW) : null, maxW: row?.maxW ?? null };
  });
  return { stretchMs, points };
}
