import { and, asc, eq, gt } from "drizzle-orm";
import { z } from "zod";
import { chargingPeriod } from "../../../db/schema/charging.ts";
import type { ChargingPeriod } from "../../metering/charging-periods.ts";
import { toPowerW } from "../charging/write-settlements.ts";
import { type ServiceContext, transact } from "../context.ts";
import { EnergyWhText, InstantText, toEnergyWhText, toInstantText } from "../fields.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { requirePermission } from "../permissions.ts";
import { GetSessionInput, requireSession } from "./load.ts";
import { workOutRunning } from "./work-out-running.ts";

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

/**
 * The stretches of a session with one price situation each, in order; a running one's are worked out as they are asked for,
 * and the last of them still grows. @throws AppError `notFound`.
 */
export async function listChargingPeriods(
  ctx: ServiceContext,
  input: z.output<typeof ListChargingPeriodsInput>,
): Promise<Page<ChargingPeriodView>> {
  requirePermission(ctx, "session.read");
  const after = decodeCursor(input.cursor, z.tuple([z.string().regex(/^\d{1,9}$/)]));
  const running = await workOutRunning(ctx, input.sessionId);
  if (running) {
    const rest = toPeriodRows(running.periods).filter(({ number }) => !after || number > Number(after[0]));
    return toPage(rest.slice(0, input.limit + 1), input.limit, ({ number }) => [String(number)], toChargingPeriodView);
  }
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

type PeriodRow = Pick<
  typeof chargingPeriod.$inferSelect,
  "number" | "startedAt" | "endedAt" | "kind" | "energyMwh" | "powerW"
>;

const toPeriodRows = (periods: readonly ChargingPeriod[]): readonly PeriodRow[] =>
  periods.map(({ startedAtMs, endedAtMs, kind, energyMwh, powerW }, number) => ({
    ...{ number, kind, energyMwh, startedAt: new Date(startedAtMs), endedAt: new Date(endedAtMs) },
    powerW: toPowerW(powerW),
  }));

const toChargingPeriodView = (row: PeriodRow): ChargingPeriodView => ({
  number: row.number,
  startedAt: toInstantText(row.startedAt),
  endedAt: toInstantText(row.endedAt),
  kind: row.kind,
  energyWh: toEnergyWhText(row.energyMwh),
  powerW: row.powerW,
});
