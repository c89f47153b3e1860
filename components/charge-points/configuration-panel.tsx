"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useErrorText } from "../api/query-error.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Input } from "../ui/input.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import type { ChargePoint } from "./fold-live.ts";
import { useSendCommand } from "./use-send-command.ts";

/** The station's keys as it last told them; a changed value is asked for, and read again when it was accepted. */
export function ConfigurationPanel({ point }: { point: ChargePoint }) {
  const t = useTranslations("configuration");
  const errorText = useErrorText();
  const send = useSendCommand(point.id);
  const read = () => send.mutate({ chargePoint: point.id, action: "GetConfiguration", request: {}, waitS: 30 });
  const change = async (key: string, value: string) => {
    const request = { key, value };
    await send.mutateAsync({ chargePoint: point.id, action: "ChangeConfiguration", request, waitS: 30 });
    await send.mutateAsync({ chargePoint: point.id, action: "GetConfiguration", request: { key: [key] }, waitS: 30 });
  };
  const keys = Object.entries(point.configuration ?? {}).sort(([a], [b]) => a.localeCompare(b));
  const refresh = (
    <Button onClick={read} busy={send.isPending} disabled={!point.isOnline}>
      {t("read")}
    </Button>
  );
  return (
    <div className="space-y-4">
      <div className="flex items-center gap-4">
        {refresh}
        {point.configurationAt && (
          <p className="text-dense text-muted">
            {t("asOf")} <RelativeTime at={new Date(point.configurationAt)} />
          </p>
        )}
      </div>
      {send.isError && (
        <p role="alert" className="text-dense text-fault-text">
          {errorText(send.error)}
        </p>
      )}
      {keys.length === 0 ? (
        <EmptyState title={t("empty")} />
      ) : (
        <Table label={t("title")}>
          <TableHead>
            <tr>
              <TableHeader pinned>{t("key")}</TableHeader>
              <TableHeader>{t("value")}</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {keys.map(([key, { value, readonly }]) => (
              <TableRow key={key}>
                <TableCell pinned>{key}</TableCell>
                <TableCell>
                  {readonly ? (
                    <span className="text-muted">{value ?? "—"}</span>
                  ) : (
                    <ValueForm
                      key={value}
                      name={key}
                      value={value ?? ""}
                      isDisabled={!point.isOnline || send.isPending}
                      onChange={(next) => void change(key, next)}
                    />
                  )}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </div>
  );
}

type ValueFormProps = { name: string; value: string; isDisabled: boolean; onChange: (value: string) => void };

function ValueForm({ name, value, isDisabled, onChange }: ValueFormProps) {
  const t = useTranslations("configuration");
  const [typed, setTyped] = useState(value);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange(typed);
  };
  return (
    <form onSubmit={submit} className="flex items-center gap-2">
      <Input aria-label={name} value={typed} onChange={(event) => setTyped(event.target.value)} className="max-w-96" />
      {typed !== value && (
        <Button type="submit" size="small" disabled={isDisabled}>
          {t("change")}
        </Button>
      )}
    </form>
  );
}
