"use client";

import { useTranslations } from "next-intl";
import { Field, type FieldControl } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { NativeSelect } from "../ui/native-select.tsx";
import type { FieldSpec } from "./command-forms.ts";
import type { ChargePoint } from "./fold-live.ts";
import { TransactionField } from "./transaction-field.tsx";

type Props = { field: FieldSpec; point: ChargePoint; value: string; onChange: (value: string) => void };

/** OCPP 1.6, 7.28: IdToken. */
const MOST_ID_TOKEN = 20;

/** One field of a command: what the station has is offered to choose from, the rest is typed. */
export function CommandField({ field, point, value, onChange }: Props) {
  const t = useTranslations("commands");
  if (field.name === "transactionId") return <TransactionField point={point} value={value} onChange={onChange} />;
  const shared = { value, required: field.isRequired, className: "w-full" };
  const control = (aria: FieldControl) => {
    if (field.name === "connectorId") {
      return (
        <NativeSelect {...aria} {...shared} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t(field.besides === "none" ? "stationChooses" : "choose")}</option>
          {field.besides === "station" && <option value="0">{t("wholeStation")}</option>}
          {point.connectors.map(({ id, number }) => (
            <option key={id} value={number}>
              {t("connectorOption", { number })}
            </option>
          ))}
        </NativeSelect>
      );
    }
    if (field.options) {
      return (
        <NativeSelect {...aria} {...shared} onChange={(event) => onChange(event.target.value)}>
          {field.options.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </NativeSelect>
      );
    }
    return (
      <Input
        {...aria}
        {...shared}
        autoComplete="off"
        spellCheck={false}
        maxLength={field.name === "idTag" ? MOST_ID_TOKEN : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  };
  return <Field label={t(`fields.${field.name}`)}>{control}</Field>;
}
