"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { Button } from "../ui/button.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import { toCurve } from "./to-curve.ts";

type Reading = RouterOutputs["session"]["meterValues"]["items"][number];

/** Power over time, at most 300 points; a gap in the readings stays a gap. Also as a table. */
export function PowerChart({ readings, timeZone }: { readings: readonly Reading[]; timeZone: string }) {
  const t = useTranslations("session");
  const format = useFormatter();
  const [isTable, setTable] = useState(false);
  const points = toCurve(readings);
  const clock = (ms: number) =>
    format.dateTime(new Date(ms), { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone });
  const kw = (value: number) => format.number(value, { maximumFractionDigits: 1 });
  if (points.length === 0) return <p className="text-muted">{t("noReadings")}</p>;
  return (
    <div>
      <Button size="small" className="mb-2" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
        {isTable ? t("asChart") : t("asTable")}
      </Button>
      {isTable ? (
        <Table label={t("curve")}>
          <TableHead>
            <tr>
              <TableHeader pinned>{t("time")}</TableHeader>
              <TableHeader numeric>{t("powerKw")}</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {points.map((point) => (
              <TableRow key={point.atMs}>
                <TableCell pinned>{clock(point.atMs)}</TableCell>
                <TableCell numeric>{point.powerKw === null ? "—" : kw(point.powerKw)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      ) : (
        <div className="h-64 rounded-card border bg-card p-2" role="img" aria-label={t("curve")}>
          <ResponsiveContainer width="100%" height="100%">
            <LineChart data={points} margin={{ top: 8, right: 16, bottom: 4, left: 4 }}>
              <CartesianGrid vertical={false} stroke="var(--line)" />
              <XAxis
                dataKey="atMs"
                type="number"
                domain={["dataMin", "dataMax"]}
                tickFormatter={clock}
                tick={{ fontSize: 12, fill: "var(--muted)" }}
                minTickGap={48}
              />
              <YAxis
                unit=" kW"
                tickFormatter={kw}
                width={72}
                tick={{ fontSize: 12, fill: "var(--muted)" }}
                domain={[0, "auto"]}
              />
              <Tooltip
                labelFormatter={(label) => clock(Number(label))}
                formatter={(value) => [`${kw(Number(value))} kW`, t("power")]}
                contentStyle={{ background: "var(--card)", borderColor: "var(--line)", color: "var(--fg)" }}
              />
              <Line
                type="monotone"
                dataKey="powerKw"
                stroke="var(--brand)"
                strokeWidth={1.5}
                dot={false}
                connectNulls={false}
                isAnimationActive={false}
              />
            </LineChart>
          </ResponsiveContainer>
        </div>
      )}
    </div>
  );
}
