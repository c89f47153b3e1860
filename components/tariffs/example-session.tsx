"use client";

import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { useState } from "react";
import type { CompiledTariff } from "../../server/tariff/compile-tariff.ts";
import { estimatePrice, toExamplePeriods } from "../../server/tariff/price-card.ts";
import { priceSession } from "../../server/tariff/price-session.ts";
import { toTraceJson } from "../../server/tariff/price-trace.ts";
import { formatMoney } from "../format/money.ts";
import { PriceLines } from "../sessions/price-lines.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";

const FIELDS = ["kwh", "power", "minutes", "parking"] as const;
const MOST = { kwh: 500, power: 1000, minutes: 10_000, parking: 10_000 } as const;
const MINUTE_MS = 60_000;

/** What an example session costs by the tariff as it is typed, by the engine that prices real ones. */
export function ExampleSession({ tariff }: { tariff: CompiledTariff | null }) {
  const t = useTranslations("tariffs.example");
  const locale = useLocale();
  const timeZone = useTimeZone() ?? "UTC";
  const [values, setValues] = useState({ kwh: "30", power: "11", minutes: "180", parking: "30" });
  const [start, setStart] = useState("2026-03-02T10:00");
  const numbers = FIELDS.map((field) => Number(values[field].replace(",", ".") || Number.NaN));
  const [kwh = Number.NaN, power = Number.NaN, minutes = Number.NaN, parking = Number.NaN] = numbers;
  const isBad = (field: (typeof FIELDS)[number], value: number) =>
    !(value >= 0 && value <= MOST[field]) || (field === "power" && value === 0);
  const startedAtMs = new Date(start).getTime();
  const isValid = !FIELDS.some((field, index) => isBad(field, numbers[index] ?? Number.NaN)) && startedAtMs > 0;
  const money = (minor: bigint) => (tariff ? formatMoney(minor, tariff.currency, locale) : "—");
  const toMwh = (value: number) => BigInt(Math.round(value * 1_000_000));
  const priced =
    tariff && isValid
      ? priceSession({
          tariff,
          timeZone,
          periods: toExamplePeriods({
            startedAtMs,
            energyMwh: toMwh(kwh),
            chargingMs: Math.round(minutes * MINUTE_MS),
            parkingMs: Math.round(parking * MINUTE_MS),
          }),
        })
      : null;
  const estimate = (energy: number) =>
    tariff && isValid
      ? money(
          estimatePrice(tariff, timeZone, { startedAtMs, energyMwh: toMwh(energy), powerW: power * 1000 }).grossMinor,
        )
      : "—";
  return (
    <section aria-label={t("title")} className="rounded-card border bg-card p-4">
      <h2 className="font-semibold">{t("title")}</h2>
      <div className="my-3 grid grid-cols-2 gap-3 sm:grid-cols-4">
        {FIELDS.map((field, index) => (
          <Field
            key={field}
            label={t(field)}
            error={isBad(field, numbers[index] ?? Number.NaN) && t("outOfRange", { most: MOST[field] })}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                value={values[field]}
                onChange={(event) => setValues({ ...values, [field]: event.target.value })}
              />
            )}
          </Field>
        ))}
        <Field label={t("start")} help={timeZone} className="col-span-2">
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={start}
              onChange={(event) => setStart(event.target.value)}
            />
          )}
        </Field>
      </div>
      <p aria-live="polite" data-slot="example-price" className="mb-1 text-figure font-semibold tabular-nums">
        {priced ? money(priced.grossMinor) : "—"}
      </p>
      <p className="mb-3 text-meta text-muted">
        {t("estimates", { power: values.power, twenty: estimate(20), forty: estimate(40) })}
      </p>
      {priced ? <PriceLines trace={toTraceJson(priced)} timeZone={timeZone} /> : <p>{t("notYet")}</p>}
    </section>
  );
}
