"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useErrorText } from "../api/query-error.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Field } from "../ui/field.tsx";
import { NativeSelect } from "../ui/native-select.tsx";
import { CommandField } from "./command-field.tsx";
import { COMMANDS, type CommandForm as Form, initialValue } from "./command-forms.ts";
import type { ChargePoint } from "./fold-live.ts";
import { useSendCommand } from "./use-send-command.ts";

/** One command with its fields. A hard reset is confirmed by typing the station's name. */
export function CommandForm({ point }: { point: ChargePoint }) {
  const t = useTranslations("commands");
  const errorText = useErrorText();
  const [action, setAction] = useState<Form["action"]>("RemoteStartTransaction");
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [asked, setAsked] = useState<Record<string, unknown> | null>(null);
  const sender = useSendCommand(point.id);
  const form = COMMANDS.find((command) => command.action === action);
  if (!form) return null;
  const transactions = point.connectors.flatMap(({ session }) => session?.transactionId ?? []);
  const known = { connectors: point.connectors.map(({ number }) => number), transactions };
  const values = Object.fromEntries(
    form.fields.map((field) => [field.name, typed[field.name] ?? initialValue(field, known)]),
  );
  const request = form.toRequest(values);
  const isDangerous = action === "Reset" && request.type === "Hard";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isDangerous) setAsked(request);
    else sender.send({ chargePoint: point.id, action, request, waitS: 0 });
  };
  return (
    // The dialog stands outside of the form: what is submitted in it must not submit this one.
    <>
      <form onSubmit={submit} className="space-y-3 rounded-card border bg-card p-4" aria-label={t("send")}>
        <Field label={t("command")}>
          {(control) => (
            <NativeSelect
              {...control}
              value={action}
              onChange={(event) => {
                setAction(event.target.value as Form["action"]);
                setTyped({});
                sender.reset();
              }}
              className="w-full"
            >
              {COMMANDS.map((command) => (
                <option key={command.action} value={command.action}>
                  {t(`actions.${command.action}`)}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        {form.fields.map((field) => (
          <CommandField
            key={`${action} ${field.name}`}
            field={field}
            point={point}
            value={values[field.name] ?? ""}
            onChange={(value) => setTyped((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
        <Button type="submit" variant={isDangerous ? "danger" : "primary"} busy={sender.isPending} className="w-full">
          {t(`actions.${action}`)}
        </Button>
        {sender.isError && (
          <p role="alert" className="text-dense text-fault-text">
            {errorText(sender.error)}
          </p>
        )}
        {!point.isOnline && <p className="text-dense text-muted">{t("offline")}</p>}
      </form>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title={t("hardResetTitle", { identity: point.identity })}
        description={<HardResetText point={point} />}
        actionLabel={t("actions.Reset")}
        typed={point.identity}
        describeError={errorText}
        onConfirm={async () => {
          await sender.sendAsync({ chargePoint: point.id, action, request: asked ?? {}, waitS: 0 });
        }}
      />
    </>
  );
}

/** What a hard reset does, and to whom. */
function HardResetText({ point }: { point: ChargePoint }) {
  const t = useTranslations("commands");
  const running = point.connectors.flatMap(({ number, session }) => (session ? [{ number, session }] : []));
  return (
    <>
      {t("hardResetText", { count: running.length })}
      {running.map(({ number, session }) => (
        <span key={session.id} className="mt-1 block wrap-anywhere text-fg">
          {t("hardResetSession", { number, card: session.idToken })}
        </span>
      ))}
    </>
  );
}
