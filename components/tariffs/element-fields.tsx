"use client";

import { useTranslations } from "next-intl";
import { DAYS_OF_WEEK } from "../../server/tariff/ocpi-tariff.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { NativeSelect } from "../ui/native-select.tsx";
import {
  COMPONENT_TYPES,
  type ComponentDraft,
  type ComponentType,
  type ElementDraft,
  emptyComponent,
  LIMITS,
} from "./draft.ts";

/** What is wrong with the field of a path, in words; undefined: nothing, or nothing to say yet. */
export type ErrorOf = (path: string) => string | undefined;
type Props = {
  element: ElementDraft;
  index: number;
  isOnly: boolean;
  errorOf: ErrorOf;
  onChange: (element: ElementDraft) => void;
  onRemove: () => void;
};
const INPUT_TYPE: Readonly<Record<string, string>> = {
  start_time: "time",
  end_time: "time",
  start_date: "date",
  end_date: "date",
};

/** One element of a tariff: its prices, and when they apply. */
export function ElementFields({ element, index, isOnly, errorOf, onChange, onRemove }: Props) {
  const t = useTranslations("tariffs.editor");
  const path = `elements.${index}`;
  const setComponent = (at: number, component: ComponentDraft) =>
    onChange({ ...element, components: element.components.map((old, i) => (i === at ? component : old)) });
  const isRestricted = element.days.length > 0 || Object.values(element.limits).some(Boolean);
  return (
    <fieldset className="flex min-w-0 flex-col gap-4 rounded-card border bg-card p-4">
      <legend className="px-1 font-semibold">{t("element", { number: index + 1 })}</legend>
      {element.components.map((component, at) => (
        <ComponentFields
          key={component.key}
          component={component}
          name={t("component", { number: at + 1 })}
          path={`${path}.price_components.${at}`}
          errorOf={errorOf}
          onChange={(next) => setComponent(at, next)}
          {...(element.components.length > 1 && {
            onRemove: () => onChange({ ...element, components: element.components.filter((_, i) => i !== at) }),
          })}
        />
      ))}
      <div className="flex flex-wrap gap-2">
        <Button
          onClick={() => {
            const free = COMPONENT_TYPES.find((type) => element.components.every((one) => one.type !== type));
            onChange({
              ...element,
              components: [...element.components, emptyComponent(element.components[0]?.vat ?? "", free)],
            });
          }}
        >
          {t("addComponent")}
        </Button>
        {!isOnly && <Button onClick={onRemove}>{t("removeElement", { number: index + 1 })}</Button>}
      </div>
      <details open={isRestricted || undefined}>
        <summary className="min-h-6 cursor-pointer">{t("restrictions")}</summary>
        <div className="mt-3 grid grid-cols-2 gap-3 sm:grid-cols-4">
          {LIMITS.map((field) => (
            <Field key={field} label={t(`limits.${field}`)} error={errorOf(`${path}.restrictions.${field}`)}>
              {(control) => (
                <Input
                  {...control}
                  type={INPUT_TYPE[field] ?? "text"}
                  value={element.limits[field] ?? ""}
                  onChange={(event) =>
                    onChange({ ...element, limits: { ...element.limits, [field]: event.target.value } })
                  }
                />
              )}
            </Field>
          ))}
        </div>
        <fieldset className="mt-3 flex flex-wrap gap-3">
          <legend className="mb-1 text-dense font-medium">{t("days")}</legend>
          {DAYS_OF_WEEK.map((day) => (
            <label key={day} className="flex min-h-6 items-center gap-1">
              <input
                type="checkbox"
                checked={element.days.includes(day)}
                onChange={({ target }) =>
                  onChange({
                    ...element,
                    days: DAYS_OF_WEEK.filter((one) => (one === day ? target.checked : element.days.includes(one))),
                  })
                }
              />
              {t(`day.${day}`)}
            </label>
          ))}
        </fieldset>
      </details>
    </fieldset>
  );
}

type ComponentProps = {
  component: ComponentDraft;
  name: string;
  path: string;
  errorOf: ErrorOf;
  onChange: (component: ComponentDraft) => void;
  onRemove?: () => void;
};

function ComponentFields({ component, name, path, errorOf, onChange, onRemove }: ComponentProps) {
  const t = useTranslations("tariffs.editor");
  const type = COMPONENT_TYPES.find((known) => known === component.type) ?? "ENERGY";
  return (
    <fieldset className="grid min-w-0 grid-cols-2 items-start gap-3 sm:grid-cols-4">
      <legend className="sr-only">{name}</legend>
      <Field label={t("type")} error={errorOf(`${path}.type`)}>
        {(control) => (
          <NativeSelect
            {...control}
            value={type}
            onChange={({ target }) => onChange({ ...component, type: target.value as ComponentType })}
          >
            {COMPONENT_TYPES.map((one) => (
              <option key={one} value={one}>
                {t(`types.${one}`)}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Field label={t(`priceOf.${type}`)} error={errorOf(`${path}.price`)}>
        {(control) => (
          <Input
            {...control}
            inputMode="decimal"
            value={component.price}
            onChange={({ target }) => onChange({ ...component, price: target.value })}
          />
        )}
      </Field>
      <Field label={t("vat")} error={errorOf(`${path}.vat`)}>
        {(control) => (
          <Input
            {...control}
            inputMode="decimal"
            value={component.vat}
            onChange={({ target }) => onChange({ ...component, vat: target.value })}
          />
        )}
      </Field>
      <Field label={t(`stepOf.${type}`)} error={errorOf(`${path}.step_size`)}>
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            value={component.step}
            onChange={({ target }) => onChange({ ...component, step: target.value })}
          />
        )}
      </Field>
      {onRemove && (
        <Button size="small" onClick={onRemove} className="justify-self-start">
          {t("removeComponent", { name })}
        </Button>
      )}
    </fieldset>
  );
}
