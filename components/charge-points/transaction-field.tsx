"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { formatEnergy } from "../format/energy.ts";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { NativeSelect } from "../ui/native-select.tsx";
import type { ChargePoint } from "./fold-live.ts";

const OTHER = "other";

/** Which transaction to stop: one that runs, or another that only the station still knows. */
export function TransactionField({
  point,
  value,
  onChange,
}: {
  point: ChargePoint;
  value: string;
  onChange: (value: string) => void;
}) {
  const t = useTranslations("commands");
  const locale = useLocale();
  const running = point.connectors.flatMap(({ number, session }) => (session ? [{ number, session }] : []));
  const [isOther, setOther] = useState(running.length === 0);
  return (
    <>
      <Field label={t("fields.transactionId")} help={running.length === 0 ? t("noneRunning") : undefined}>
        {(control) => (
          <NativeSelect
            {...control}
            required
            value={isOther ? OTHER : value}
            onChange={(event) => {
              setOther(event.target.value === OTHER);
              onChange(event.target.value === OTHER ? "" : event.target.value);
            }}
            className="w-full"
          >
            {running.length > 0 && <option value="">{t("choose")}</option>}
            {running.map(({ number, session }) => (
              <option key={session.id} value={session.transactionId}>
                {t("transactionOption", {
                  transaction: String(session.transactionId),
                  number,
                  energy: formatEnergy(Number(session.energyWh), locale),
                })}
              </option>
            ))}
            <option value={OTHER}>{t("otherTransaction")}</option>
          </NativeSelect>
        )}
      </Field>
      {isOther && (
        <Field label={t("transactionNumber")}>
          {(control) => (
            <Input
              {...control}
              type="number"
              required
              value={value}
              onChange={(event) => onChange(event.target.value)}
            />
          )}
        </Field>
      )}
    </>
  );
}
