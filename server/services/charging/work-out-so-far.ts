import type { RegisterPoint } from "../../metering/register-series.ts";
import type { SessionRow } from "./load-session-rows.ts";
import type { Tariffs } from "./load-tariffs.ts";
import { type WorkedOut, workOut } from "./work-out.ts";

export type RunningRow = Pick<
  SessionRow,
  "startedAt" | "startEnergyMwh" | "maxPowerW" | "tariffVersionId" | "timeZone"
>;

type Heard = {
  readonly points: readonly RegisterPoint[];
  readonly statuses: readonly { readonly atMs: number; readonly status: string }[];
  readonly lastReadingAt: Date | null;
};

/** What a running session comes to by its newest reading. Its tariff is loaded already; one that is not there prices nothing. */
export const workOutSoFar = (tariffs: Pick<Tariffs, "find">, row: RunningRow, heard: Heard): WorkedOut =>
  workOut({
    metered: { startedAtMs: row.startedAt.getTime(), startRegisterMwh: row.startEnergyMwh, readings: heard.points },
    statuses: heard.statuses,
    maxPowerW: row.maxPowerW,
    tariff: (row.tariffVersionId && tariffs.find(row.tariffVersionId)) || null,
    timeZone: row.timeZone,
    untilMs: Math.max(row.startedAt.getTime(), heard.lastReadingAt?.getTime() ?? 0),
  });
