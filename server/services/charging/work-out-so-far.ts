import type { RegisterPoint } from "../../metering/register-series.ts";
import type { CompiledTariff } from "../../tariff/compile-tariff.ts";
import type { SessionRow } from "./load-session-rows.ts";
import { type WorkedOut, workOut } from "./work-out.ts";

export type RunningRow = Pick<SessionRow, "startedAt" | "startEnergyMwh" | "maxPowerW" | "timeZone">;

type Heard = {
  readonly points: readonly RegisterPoint[];
  readonly statuses: readonly { readonly atMs: number; readonly status: string }[];
  readonly lastReadingAt: Date | null;
};

/** What a running session comes to by its newest reading. A tariff of null prices nothing. */
export const workOutSoFar = (tariff: CompiledTariff | null, row: RunningRow, heard: Heard): WorkedOut =>
  workOut({
    metered: { startedAtMs: row.startedAt.getTime(), startRegisterMwh: row.startEnergyMwh, readings: heard.points },
    statuses: heard.statuses,
    maxPowerW: row.maxPowerW,
    tariff,
    timeZone: row.timeZone,
    untilMs: Math.max(row.startedAt.getTime(), heard.lastReadingAt?.getTime() ?? 0),
  });
