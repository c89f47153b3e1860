"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Button } from "../ui/button.tsx";
import { CommandStepper } from "../ui/command-stepper.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { COMMANDS, type CommandForm } from "./command-forms.ts";
import type { ChargePoint, Session } from "./fold-live.ts";
import { toProgress } from "./to-progress.ts";

type Props = { point: ChargePoint; sessions: readonly Session[] };

/** What can be asked of a station. Each command is a conversation: what was sent, answered and seen stands below. */
export function CommandPanel({ point, sessions }: Props) {
  const t = useTranslations("commands");
  const errorText = useErrorText();
  const [action, setAction] = useState<CommandForm["action"]>("RemoteStartTransaction");
  const [values, setValues] = useState<Record<string, string>>({});
  const [asked, setAsked] = useState<Record<string, unknown> | null>(null);
  const send = useSendCommand(point.id);
  const form = COMMANDS.find((command) => command.action === action);
  if (!form) return null;
  const request = form.toRequest(values);
  const isDangerous = action === "Reset" && request.type === "Hard";

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isDangerous) setAsked(request);
    else send.mutate({ chargePoint: point.id, action, request, waitS: 0 });
  };
  return (
    <div className="grid gap-6 lg:grid-cols-[20rem_1fr]">
      <form onSubmit={submit} className="space-y-3 rounded-card border bg-card p-4" aria-label={t("send")}>
        <Field label={t("command")}>
          {(control) => (
            <select
              {...control}
              value={action}
              onChange={(event) => {
                setAction(event.target.value as CommandForm["action"]);
                setValues({});
              }}
              className="h-8 w-full rounded-control border border-line-strong bg-card px-2 text-body"
            >
              {COMMANDS.map((command) => (
                <option key={command.action} value={command.action}>
                  {t(`actions.${command.action}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {form.fields.map((field) => (
          <Field key={field.name} label={t(`fields.${field.name}`)}>
            {(control) =>
              field.options ? (
                <select
                  {...control}
                  value={values[field.name] ?? field.options[0]}
                  onChange={(event) => setValues({ ...values, [field.name]: event.target.value })}
                  className="h-8 w-full rounded-control border border-line-strong bg-card px-2 text-body"
                >
                  {field.options.map((option) => (
                    <option key={option}>{option}</option>
                  ))}
                </select>
              ) : (
                <Input
                  {...control}
                  type={field.isNumber ? "number" : "text"}
                  required={field.isRequired}
                  list={field.name === "transactionId" ? "running-transactions" : undefined}
                  value={values[field.name] ?? ""}
                  onChange={(event) => setValues({ ...values, [field.name]: event.target.value })}
                />
              )
            }
          </Field>
        ))}
        <datalist id="running-transactions">
          {sessions.map((session) => (
            <option key={session.id} value={session.transactionId} />
          ))}
        </datalist>
        <Button type="submit" variant={isDangerous ? "danger" : "primary"} busy={send.isPending} className="w-full">
          {t(`actions.${action}`)}
        </Button>
        {send.isError && (
          <p role="alert" className="text-dense text-fault-text">
            {errorText(send.error)}
          </p>
        )}
        {!point.isOnline && <p className="text-dense text-muted">{t("offline")}</p>}
      </form>
      <CommandHistory id={point.id} />
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title={t("hardResetTitle", { identity: point.identity })}
        description={t("hardResetText", { count: sessions.length })}
        actionLabel={t("actions.Reset")}
        typed={point.identity}
        describeError={errorText}
        onConfirm={async () => {
          await send.mutateAsync({ chargePoint: point.id, action, request: asked ?? {}, waitS: 0 });
        }}
      />
    </div>
  );
}

/** Sends a command; the list of commands shows at once that it is on its way. */
export function useSendCommand(chargePointId: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  return useMutation(
    trpc.command.send.mutationOptions({
      onSettled: () =>
        client.invalidateQueries({ queryKey: trpc.command.list.queryKey({ chargePoint: chargePointId, limit: 10 }) }),
    }),
  );
}

function CommandHistory({ id }: { id: string }) {
  const t = useTranslations("commands");
  const trpc = useTRPC();
  const commands = useQuery(trpc.command.list.queryOptions({ chargePoint: id, limit: 10 }));
  const items = commands.data?.items ?? [];
  return (
    <section aria-label={t("recent")} className="space-y-3">
      {items.length === 0 && <p className="text-muted">{t("none")}</p>}
      {items.map((command) => (
        <article key={command.commandId} className="rounded-card border bg-card p-4" data-command={command.action}>
          <h3 className="mb-2 flex justify-between gap-4 font-medium">
            {command.action}
            <span className="text-meta font-normal text-muted">{command.actor.name ?? command.actor.kind}</span>
          </h3>
          <CommandStepper
            label={command.action}
            progress={toProgress(command)}
            answerDetail={command.error?.description ?? answerText(command.response)}
          />
        </article>
      ))}
    </section>
  );
}

const answerText = (response: Record<string, unknown> | null): string | undefined =>
  typeof response?.status === "string" ? response.status : undefined;
