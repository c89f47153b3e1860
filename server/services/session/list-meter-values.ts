import { and, asc, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { meterValue } from "../../../db/schema/charging.ts";
import { looseOfSession, ofSessionItself } from "../charging/readings-of.ts";
import { type ServiceContext, transact } from "../context.ts";
import { EnergyWhText, InstantText, toEnergyWhText, toInstantText, UtcInstantText } from "../fields.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { requirePermission } from "../permissions.ts";
import { GetSessionInput, requireMeteredRow } from "./load.ts";

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

/**
 * What the meter said during a session, oldest first; also what named no transaction, where it is of the session's connector
 * and time. @throws AppError `notFound`.
 */
export async function listMeterValues(
  ctx: ServiceContext,
  input: z.output<typeof ListMeterValuesInput>,
): Promise<Page<MeterValueView>> {
  requirePermission(ctx, "session.read");
  const after = decodeCursor(input.cursor, Cursor);
  return transact(ctx, async (tx) => {
    const session = await requireMeteredRow(tx, ctx.tenantId, input.sessionId);
    const read = (condition: SQL) =>
      tx
        .select()
        .from(meterValue)
        .where(
          and(
            condition,
            after
              ? sql`(${meterValue.at}, ${meterValue.digest}) > (${after[0]}::timestamptz, decode(${after[1]}, 'hex'))`
              : undefined,
          ),
        )
        .orderBy(asc(meterValue.at), asc(meterValue.digest))
        .limit(input.limit + 1);
    // Each is read by an index of its own; a page of both is at most a page of each.
    const rows = [...(await read(ofSessionItself(session))), ...(await read(looseOfSession(session)))]
      .sort((a, b) => a.at.getTime() - b.at.getTime() || Buffer.compare(a.digest, b.digest))
      .slice(0, input.limit + 1);
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
