"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { CONNECTOR_TYPES } from "../../server/core/connector-type.ts";
import { toEvseId } from "../../server/core/evse-id.ts";
import type { RouterInputs } from "../../server/transport/trpc/router.ts";
import { useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { plugName } from "../format/plug-name.ts";
import { refusalOf } from "../tariffs/refusal-of.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogContent } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { NativeSelect } from "../ui/native-select.tsx";
import type { ChargePoint, Connector } from "./fold-live.ts";
import { toWatts } from "./to-watts.ts";

type Standard = NonNullable<RouterInputs["chargePoint"]["setConnector"]["standard"]>;
type Props = {
  point: Pick<ChargePoint, "id" | "connectors">;
  connector: Connector | null;
  onClose: () => void;
};

/** Plug, power and public id of a connector: what no station tells of itself, and drivers, prices and the law ask for. */
export default function ConnectorDialog({ point, connector, onClose }: Props) {
  const t = useTranslations("connectorDialog");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const saving = useMutation(
    trpc.chargePoint.setConnector.mutationOptions({
      onSuccess: () => {
        void client.invalidateQueries({ queryKey: trpc.chargePoint.get.pathKey() });
        onClose();
      },
    }),
  );
  const next = Math.max(0, ...point.connectors.map(({ number }) => number)) + 1;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? "").trim();
    const number = connector?.number ?? Number(text("number"));
    const maxPowerW = toWatts(text("power"));
    const evseId = text("evseId") ? toEvseId(text("evseId")) : null;
    const found = [
      ...(Number.isInteger(number) && number >= 1 && number <= 255 ? [] : ["number"]),
      ...(maxPowerW === "wrong" ? ["power"] : []),
      ...(text("evseId") && evseId === null ? ["evseId"] : []),
    ];
    setWrong(found);
    if (found.length > 0 || maxPowerW === "wrong") {
      event.currentTarget.querySelector<HTMLInputElement>(`[name=${found[0]}]`)?.focus();
      return;
    }
    const standard = (text("standard") || null) as Standard | null;
    saving.mutate({ chargePoint: point.id, number, standard, maxPowerW, evseId });
  };
  const problem = (name: "number" | "power" | "evseId") => wrong.includes(name) && t(`${name}Wrong`);
  const known: string = connector?.standard ?? "";
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent title={connector ? t("edit", { number: connector.number }) : t("add")} description={t("why")}>
        <form noValidate onSubmit={submit} className="flex flex-col gap-4">
          {!connector && (
            <Field label={t("number")} help={t("numberHelp")} error={problem("number")}>
              {(control) => <Input {...control} name="number" inputMode="numeric" defaultValue={next} />}
            </Field>
          )}
          <Field label={t("standard")}>
            {(control) => (
              <NativeSelect {...control} name="standard" defaultValue={known}>
                <option value="">{t("unknown")}</option>
                {CONNECTOR_TYPES.map((type) => (
                  <option key={type} value={type}>
                    {plugName(type)}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
          <Field label={t("power")} help={t("powerHelp")} error={problem("power")}>
            {(control) => (
              <Input
                {...control}
                name="power"
                inputMode="decimal"
                defaultValue={connector?.maxPowerW ? connector.maxPowerW / 1000 : ""}
              />
            )}
          </Field>
          <Field label={t("evseId")} help={t("evseIdHelp")} error={problem("evseId")}>
            {(control) => (
              <Input {...control} name="evseId" spellCheck={false} defaultValue={connector?.evseId ?? ""} />
            )}
          </Field>
          {saving.error && (
            <p role="alert" className="text-fault-text">
              {refusalOf(saving.error)?.reason === "unlawful"
                ? t("unlawful")
                : isTaken(saving.error)
                  ? t("evseIdTaken")
                  : errorText(saving.error)}
            </p>
          )}
          <div className="flex gap-2">
            <Button type="submit" variant="primary" busy={saving.isPending}>
              {t("save")}
            </Button>
            <Button onClick={onClose}>{t("cancel")}</Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}

const isTaken = (error: unknown): boolean => {
  const { data } = error as { data?: { details?: unknown } };
  const { issues = [] } = (data?.details ?? {}) as { issues?: readonly { readonly path: string }[] };
  return issues.some(({ path }) => path === "evseId");
};
