import { and, asc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { meterValue } from "../../../db/schema/charging.ts";
import { type ServiceContext, transact } from "../context.ts";
import { EnergyWhText, InstantText, toEnergyWhText, toInstantText, UtcInstantText } from "../fields.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { requirePermission } from "../permissions.ts";
import { GetSessionInput, requireSession } from "./load.ts";

export const ListMeterValuesInput = PageInput.extend(GetSessionInput.shape);

export const MeterValueView = z
  .object({
    at: InstantText.meta({ description: "The station's time, or ours where the station's cannot be right." }),
    rawAt: z.string().meta({ description: "The station's own words." }),
    receivedAt: InstantText,
    connectorNumber: z.int(),
    energyWh: EnergyWhText.nullable(),
    powerW: z.int().nullable(),
    socPercent: z.int().nullable(),
    samples: z
      .array(z.record(z.string(), z.unknown()))
      .meta({ description: "The sampled values as the station sent them." }),
    flags: z.array(z.string()),
  })
  .meta({ id: "MeterValue" });
export type MeterValueView = z.infer<typeof MeterValueView>;

const Cursor = z.tuple([UtcInstantText, z.string().regex(/^([0-9a-f]{2})+$/)]);

/** What the meter said during a session, oldest first. @throws AppError `notFound`. */
export async function listMeterValues(
  ctx: ServiceContext,
  input: z.output<typeof ListMeterValuesInput>,
): Promise<Page<MeterValueView>> {
  requirePermission(ctx, "session.read");
  const after = decodeCursor(input.cursor, Cursor);
  return transact(ctx, async (tx) => {
    const partitionAt = await requireSession(tx, ctx.tenantId, input.sessionId);
    const rows = await tx
      .select()
      .from(meterValue)
      .where(
        and(
          eq(meterValue.tenantId, ctx.tenantId),
          eq(meterValue.partitionAt, partitionAt),
          eq(meterValue.subjectId, input.sessionId),
          after
            ? sql`(${meterValue.at}, ${meterValue.digest}) > (${after[0]}::timestamptz, decode(${after[1]}, 'hex'))`
            : undefined,
        ),
      )
      .orderBy(asc(meterValue.at), asc(meterValue.digest))
      .limit(input.limit + 1);
    return toPage(
      rows,
      input.limit,
      (row) => [toInstantText(row.at), Buffer.from(row.digest).toString("hex")],
      toMeterValueView,
    );
  });
}

const toMeterValueView = (row: typeof meterValue.$inferSelect): MeterValueView => ({
  at: toInstantText(row.at),
  rawAt: row.rawAt,
  receivedAt: toInstantText(row.receivedAt),
  connectorNumber: row.connectorNumber,
  energyWh: row.energyMwh === null ? null : toEnergyWhText(row.energyMwh),
  powerW: row.powerW,
  socPercent: row.socPercent,
  samples: [...row.samples],
  flags: row.flags ?? [],
});
