"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { Area, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { PowerHistory } from "../../server/services/fleet/get-power-history.ts";
import { formatPower } from "../format/power.ts";
import { timeAxis } from "../sessions/curve-axis.ts";

const MOST_TICKS = 8;
const AXIS_TEXT = { fontSize: 12, fill: "var(--muted)" };

/** The mean as a line over what it filled, the highest as a pale band above. Holes stay holes. */
export function FleetPowerChart({ history, label }: { history: PowerHistory; label: string }) {
  const t = useTranslations("fleet");
  const locale = useLocale();
  const format = useFormatter();
  const points = history.points.map(({ at, meanW, maxW }) => ({
    atMs: new Date(at).getTime(),
    mean: meanW === null ? null : meanW / 1000,
    max: maxW === null ? null : maxW / 1000,
  }));
  const [fromMs, toMs] = [points[0]?.atMs ?? 0, points.at(-1)?.atMs ?? 0];
  const axis = timeAxis(fromMs, toMs, MOST_TICKS);
  const isCoarse = history.stretchMs > 60_000;
  return (
    <figure className="rounded-card border bg-card p-3">
      <div className="h-72" role="img" aria-label={label}>
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart data={points} margin={{ top: 8, right: 24, bottom: 0, left: 0 }} accessibilityLayer={false}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="atMs"
              type="number"
              domain={[fromMs, toMs]}
              ticks={[...axis.ticks]}
              tickFormatter={(ms: number) => format.dateTime(new Date(ms), axis.format)}
              tick={AXIS_TEXT}
              stroke="var(--line-strong)"
              minTickGap={24}
            />
            <YAxis
              tickFormatter={(kw: number) => `${format.number(kw)} kW`}
              width={72}
              tick={AXIS_TEXT}
              axisLine={false}
              tickLine={false}
              domain={[0, "auto"]}
            />
            <Tooltip
              labelFormatter={(ms) => format.dateTime(new Date(Number(ms)), { timeStyle: "short" })}
              formatter={(kw) => formatPower(Number(kw) * 1000, locale)}
              contentStyle={{ background: "var(--card)", borderColor: "var(--line)", color: "var(--fg)" }}
              isAnimationActive={false}
            />
            {isCoarse && (
              <Area
                dataKey="max"
                name={t("maxPower")}
                type="linear"
                stroke="none"
                fill="var(--series-1)"
                fillOpacity={0.12}
                connectNulls={false}
                isAnimationActive={false}
              />
            )}
            <Area
              dataKey="mean"
              tooltipType="none"
              type="linear"
              stroke="none"
              fill="var(--series-1)"
              fillOpacity={0.12}
              connectNulls={false}
              isAnimationActive={false}
            />
            <Line
              dataKey="mean"
              name={t("meanPower")}
              type="linear"
              stroke="var(--series-1)"
              strokeWidth={1.5}
              dot={false}
              connectNulls={false}
              isAnimationActive={false}
            />
          </ComposedChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}
