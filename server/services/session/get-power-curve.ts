import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "../../../db/tenancy.ts";
import { PowerCurve } from "../../metering/power-curve.ts";
import { readingsOf } from "../charging/readings-of.ts";
import { type ServiceContext, transact } from "../context.ts";
import { EnergyWhText, InstantText, toEnergyWhText, toInstantText } from "../fields.ts";
import { requirePermission } from "../permissions.ts";
import { GetSessionInput, requireMeteredRow } from "./load.ts";

/** What a chart can draw. */
export const MOST_BUCKETS = 300;

export const PowerCurveQuery = z.strictObject({
  buckets: z.coerce
    .number()
    .int()
    .min(1)
    .max(MOST_BUCKETS)
    .default(MOST_BUCKETS)
    .meta({ description: "The most buckets the answer may have." }),
});
export const GetPowerCurveInput = PowerCurveQuery.extend(GetSessionInput.shape);

export const PowerCurveView = z
  .object({
    sessionId: z.uuid(),
    from: InstantText.meta({ description: "The session's start." }),
    to: InstantText.meta({ description: "Its end, or its newest reading while it runs." }),
    bucketMs: z.int().meta({ description: "How long each bucket is; the last may be cut short by the end." }),
    buckets: z.array(
      z.object({
        at: InstantText.meta({ description: "Where the bucket begins." }),
        meanPowerW: z.int().nullable(),
        maxPowerW: z.int().nullable(),
        energyRegisterWh: EnergyWhText.nullable().meta({ description: "The meter's register at the bucket's end." }),
        socPercent: z.int().nullable(),
      }),
    ),
  })
  .meta({
    id: "PowerCurve",
    description:
      "Power as the station reported it, else from what its register rose. A bucket of which nothing is known has only nulls.",
  });
export type PowerCurveView = z.infer<typeof PowerCurveView>;

type Row = {
  readonly at_ms: number;
  readonly energy_mwh: string | null;
  readonly power_w: number | null;
  readonly soc_percent: number | null;
};
type Extent = { readonly phases: number | null; readonly usual_ms: number | null; readonly last_ms: number | null };

/** Rows that are taken from the database at once: a session of months must not fill the memory. */
const ROWS_AT_ONCE = 5000;

/** A session's power over its whole time, in at most so many buckets. @throws AppError `notFound`. */
export async function getPowerCurve(
  ctx: ServiceContext,
  input: z.output<typeof GetPowerCurveInput>,
): Promise<PowerCurveView> {
  requirePermission(ctx, "session.read");
  return transact(ctx, async (tx) => {
    const row = await requireMeteredRow(tx, ctx.tenantId, input.sessionId);
    const fromMs = row.startedAt.getTime();
    const readings = sql`(${readingsOf(row)}) as reading where at >= ${toInstantText(row.startedAt)}::timestamptz`;
    const extent = await findExtent(tx, readings);
    const endMs = row.endedAt?.getTime();
    // A stop before the start has a wrong clock, and limits nothing.
    const toMs = endMs !== undefined && endMs >= fromMs ? endMs : Math.max(fromMs, extent.last_ms ?? fromMs);
    const curve = new PowerCurve({ fromMs, toMs, buckets: input.buckets, usualGapMs: extent.usual_ms });
    curve.add({ atMs: fromMs, powerW: null, registerMwh: row.startEnergyMwh, socPercent: null });
    for await (const { at_ms, energy_mwh, power_w, soc_percent } of streamRows(tx, readings, extent.phases)) {
      const registerMwh = energy_mwh === null ? null : BigInt(energy_mwh);
      curve.add({ atMs: at_ms, powerW: power_w, registerMwh, socPercent: soc_percent });
    }
    curve.add({ atMs: toMs, powerW: null, registerMwh: row.stopEnergyMwh, socPercent: null });
    return {
      sessionId: input.sessionId,
      from: toInstantText(row.startedAt),
      to: toInstantText(new Date(toMs)),
      bucketMs: curve.bucketMs,
      buckets: curve.result().map(({ atMs, registerMwh, ...bucket }) => ({
        at: toInstantText(new Date(atMs)),
        energyRegisterWh: registerMwh === null ? null : toEnergyWhText(registerMwh),
        ...bucket,
      })),
    };
  });
}

/** How long and how often the meter spoke, and over how many phases its registers may sum. */
async function findExtent(tx: Transaction, readings: SQL): Promise<Extent> {
  const [extent] = await tx.execute<Extent>(sql`
    select max(energy_phases)::int as phases, max(at_ms) as last_ms,
           percentile_disc(0.5) within group (order by gap_ms) filter (where gap_ms > 0) as usual_ms
    from (select energy_phases, at_ms, at_ms - lag(at_ms) over (order by at_ms) as gap_ms
          from (select energy_phases, extract(epoch from at)::float8 * 1000 as at_ms from ${readings}) as timed) as spaced`);
  return extent ?? { phases: null, usual_ms: null, last_ms: null };
}

/** The readings in order. A register over fewer phases than others lacks one, and is left out. */
async function* streamRows(tx: Transaction, readings: SQL, phases: number | null): AsyncGenerator<Row> {
  // Of two readings of one instant the register's order is time's order.
  await tx.execute(sql`
    declare curve_readings no scroll cursor for
    select extract(epoch from at)::float8 * 1000 as at_ms, power_w, soc_percent,
           case when coalesce(energy_phases, 0) in (0, ${phases ?? 0}) then energy_mwh end as energy_mwh
    from ${readings} order by at, energy_mwh nulls last`);
  for (;;) {
    const rows = await tx.execute<Row>(sql.raw(`fetch ${ROWS_AT_ONCE} from curve_readings`));
    yield* rows;
    if (rows.length < ROWS_AT_ONCE) return;
  }
}
