"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Area, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatKw } from "../format/power.ts";
import { cn } from "../ui/cn.ts";
import { timeAxis } from "./curve-axis.ts";
import type { Curve } from "./fold-curve.ts";

const MOST_TICKS = 6;
const AXIS_TEXT = { fontSize: 12, fill: "var(--muted)" };

type Point = {
  readonly atMs: number;
  readonly mean: number | null;
  readonly max: number | null;
  readonly soc: number | null;
  /** Nothing known on either side: no line would show it. */
  readonly isAlone: boolean;
};

/** Each bucket as a point where it begins, in kW, and the last one once more where it ends. */
function toPoints({ buckets, to }: Curve): readonly Point[] {
  const kw = (watts: number | null | undefined) => (watts === null || watts === undefined ? null : watts / 1000);
  const points = buckets.map(({ at, meanPowerW, maxPowerW, socPercent }, index) => ({
    atMs: new Date(at).getTime(),
    mean: kw(meanPowerW),
    max: kw(maxPowerW),
    soc: socPercent,
    isAlone: kw(buckets[index - 1]?.meanPowerW) === null && kw(buckets[index + 1]?.meanPowerW) === null,
  }));
  const last = points.at(-1);
  return last ? [...points, { ...last, atMs: new Date(to).getTime() }] : [];
}

/** The power curve: mean as a line, the way up to the maximum shaded, the state of charge where it is known. */
export function PowerChart({ curve, timeZone, label }: { curve: Curve; timeZone: string; label: string }) {
  const t = useTranslations("session");
  const locale = useLocale();
  const format = useFormatter();
  const points = toPoints(curve);
  const hasSoc = points.some(({ soc }) => soc !== null);
  const [fromMs, toMs] = [new Date(curve.from).getTime(), new Date(curve.to).getTime()];
  const axis = timeAxis(fromMs, toMs, MOST_TICKS);
  const clock = (ms: number) => format.dateTime(new Date(ms), { ...axis.format, timeZone });
  const precise = (ms: number) => format.dateTime(new Date(ms), { timeStyle: "medium", timeZone });
  return (
    <figure className="rounded-card border bg-card p-3">
      <figcaption className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-meta text-muted">
        <Key className="h-0.5 bg-series-1">{t("meanPower")}</Key>
        <Key className="h-2.5 bg-series-1 opacity-25">{t("maxPower")}</Key>
        {hasSoc && <Key className="h-0.5 bg-series-2">{t("soc")}</Key>}
      </figcaption>
      <div className="h-64" role="img" aria-label={label}>
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart
            data={[...points]}
            margin={{ top: 8, right: hasSoc ? 0 : 24, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="atMs"
              type="number"
              domain={[fromMs, toMs]}
              ticks={[...axis.ticks]}
              tickFormatter={clock}
              tick={AXIS_TEXT}
              stroke="var(--line-strong)"
              minTickGap={24}
            />
            <YAxis
              yAxisId="power"
              tickFormatter={(value: number) => `${format.number(value)} kW`}
              width={60}
              tick={AXIS_TEXT}
              axisLine={false}
              tickLine={false}
              domain={[0, "auto"]}
            />
            {hasSoc && (
              <YAxis
                yAxisId="soc"
                orientation="right"
                tickFormatter={(value: number) => `${format.number(value)} %`}
                width={52}
                tick={AXIS_TEXT}
                axisLine={false}
                tickLine={false}
                domain={[0, 100]}
              />
            )}
            <Tooltip
              labelFormatter={(value) => precise(Number(value))}
              formatter={(value, _name, { dataKey }) =>
                dataKey === "soc" ? `${format.number(Number(value))} %` : `${formatKw(Number(value) * 1000, locale)} kW`
              }
              contentStyle={{ background: "var(--card)", borderColor: "var(--line)", color: "var(--fg)" }}
              isAnimationActive={false}
            />
            <Area
              yAxisId="power"
              dataKey="max"
              name={t("maxPower")}
              type="linear"
              stroke="none"
              fill="var(--series-1)"
              fillOpacity={0.12}
              connectNulls={false}
              isAnimationActive={false}
            />
            <Line
              yAxisId="power"
              dataKey="mean"
              name={t("meanPower")}
              type="linear"
              stroke="var(--series-1)"
              strokeWidth={1.5}
              dot={aloneDot}
              connectNulls={false}
              isAnimationActive={false}
            />
            {hasSoc && (
              <Line
                yAxisId="soc"
                dataKey="soc"
                name={t("soc")}
                type="linear"
                stroke="var(--series-2)"
                strokeWidth={1.5}
                dot={false}
                connectNulls={false}
                isAnimationActive={false}
              />
            )}
          </ComposedChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}

function Key({ className, children }: { className: string; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden="true" className={cn("w-4 rounded-full", className)} />
      {children}
    </span>
  );
}

type DotProps = { readonly cx?: number; readonly cy?: number; readonly index: number; readonly payload: Point };

/** A point between two gaps, which no line reaches. */
const aloneDot = ({ cx, cy, index, payload }: DotProps) => (
  <circle key={index} cx={cx} cy={cy} r={payload.isAlone && payload.mean !== null ? 2 : 0} fill="var(--series-1)" />
);
