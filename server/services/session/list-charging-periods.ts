import { and, asc, eq, gt } from "drizzle-orm";
import { z } from "zod";
import { chargingPeriod } from "../../../db/schema/charging.ts";
import { type ServiceContext, transact } from "../context.ts";
import { EnergyWhText, InstantText, toEnergyWhText, toInstantText } from "../fields.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { requirePermission } from "../permissions.ts";
import { GetSessionInput, requireSession } from "./load.ts";

export const ListChargingPeriodsInput = PageInput.extend(GetSessionInput.shape);

export const ChargingPeriodView = z
  .object({
    number: z.int(),
    startedAt: InstantText,
    endedAt: InstantText,
    kind: z.enum(["charging", "parking"]),
    energyWh: EnergyWhText,
    powerW: z.int().nullable(),
  })
  .meta({ id: "ChargingPeriod" });
export type ChargingPeriodView = z.infer<typeof ChargingPeriodView>;

/** The stretches of an ended session with one price situation each, in order. @throws AppError `notFound`. */
export async function listChargingPeriods(
  ctx: ServiceContext,
  input: z.output<typeof ListChargingPeriodsInput>,
): Promise<Page<ChargingPeriodView>> {
  requirePermission(ctx, "session.read");
  const after = decodeCursor(input.cursor, z.tuple([z.string().regex(/^\d{1,9}$/)]));
  return transact(ctx, async (tx) => {
    const startedAt = await requireSession(tx, ctx.tenantId, input.sessionId);
    const rows = await tx
      .select()
      .from(chargingPeriod)
      .where(
        and(
          eq(chargingPeriod.tenantId, ctx.tenantId),
          eq(chargingPeriod.sessionStartedAt, startedAt),
          eq(chargingPeriod.sessionId, input.sessionId),
          after ? gt(chargingPeriod.number, Number(after[0])) : undefined,
        ),
      )
      .orderBy(asc(chargingPeriod.number))
      .limit(input.limit + 1);
    return toPage(rows, input.limit, (row) => [String(row.number)], toChargingPeriodView);
  });
}

const toChargingPeriodView = (row: typeof chargingPeriod.$inferSelect): ChargingPeriodView => ({
  number: row.number,
  startedAt: toInstantText(row.startedAt),
  endedAt: toInstantText(row.endedAt),
  kind: row.kind,
  energyWh: toEnergyWhText(row.energyMwh),
  powerW: row.powerW,
});
