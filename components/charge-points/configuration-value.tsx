"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useState } from "react";
import { useErrorText } from "../api/query-error.tsx";
import { Button } from "../ui/button.tsx";
import { CommandStepper } from "../ui/command-stepper.tsx";
import { Input } from "../ui/input.tsx";
import type { Command } from "./fold-commands.ts";
import type { ChargePoint } from "./fold-live.ts";
import { toProgress } from "./to-progress.ts";
import { useAnswerText } from "./use-answer-text.ts";
import { useSendCommand } from "./use-send-command.ts";

type Props = {
  point: ChargePoint;
  name: string;
  /** As the station last told it. */
  value: string;
  /** The station's last commands, as they are now. */
  commands: readonly Command[];
};

/** A key's value to change, and below it what came of the change. The value is read again when the station took it. */
export function ConfigurationValue({ point, name, value, commands }: Props) {
  const t = useTranslations("configuration");
  const errorText = useErrorText();
  const { id } = point;
  const change = useSendCommand(id);
  const { sendByItself, isPending: isReading, error: readError } = useSendCommand(id);
  const command = useLatest(change.data, commands);
  const { typed, setTyped } = useTyped(value, command);
  const takenId = command?.state === "accepted" || command?.state === "effective" ? command.commandId : null;
  useEffect(() => {
    if (takenId === null) return;
    sendByItself({ chargePoint: id, action: "GetConfiguration", request: { key: [name] }, waitS: 30 });
  }, [takenId, id, name, sendByItself]);
  const isUnderWay = change.isPending || isReading || command?.state === "queued" || command?.state === "sent";
  const problem = change.error ?? readError;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isUnderWay || !point.isOnline || typed === value) return;
    const request = { key: name, value: typed };
    change.send({ chargePoint: id, action: "ChangeConfiguration", request, waitS: 0 });
  };
  return (
    <>
      <form onSubmit={submit} className="flex items-center gap-2">
        <Input
          aria-label={name}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className="max-w-96"
        />
        {typed !== value && (
          <Button type="submit" size="small" busy={isUnderWay} disabled={!point.isOnline}>
            {t("change")}
          </Button>
        )}
      </form>
      {problem && (
        <p role="alert" className="mt-1 text-dense text-fault-text">
          {errorText(problem)}
        </p>
      )}
      {command && <ChangeConversation name={name} command={command} />}
    </>
  );
}

const hasFailed = ({ state }: Command): boolean => state === "refused" || state === "failed" || state === "timedOut";

/** The command that was sent as far as it has come: also after newer ones have pushed it out of the list. */
function useLatest(sent: Command | undefined, commands: readonly Command[]): Command | undefined {
  const [known, setKnown] = useState(sent);
  const found = commands.find(({ commandId }) => commandId === sent?.commandId);
  if (found && found !== known) setKnown(found);
  return found ?? (known?.commandId === sent?.commandId ? known : sent);
}

/** What is in the field: what the station told, or what was typed over it since, until the station tells or refuses more. */
function useTyped(value: string, command: Command | undefined) {
  const [text, setText] = useState<string | null>(null);
  const news = `${command && hasFailed(command) ? command.commandId : ""} ${value}`;
  const [seen, setSeen] = useState(news);
  if (seen !== news) {
    setSeen(news);
    setText(null);
  }
  return { typed: text ?? value, setTyped: setText };
}

function ChangeConversation({ name, command }: { name: string; command: Command }) {
  const t = useTranslations("configuration");
  const answer = useAnswerText(command);
  const outcome = outcomeOf(command);
  return (
    <div className="mt-2 max-w-96 space-y-2 pb-2 whitespace-normal">
      <CommandStepper label={t("changeOf", { key: name })} progress={toProgress(command)} answerDetail={answer} />
      <p role="status" className="text-dense">
        {outcome && t(outcome)}
      </p>
    </div>
  );
}

/** An answer that is missing or not understood tells nothing of the value. */
const UNSURE: ReadonlySet<string | undefined> = new Set(["timeout", "lost", "disconnected", "invalidAnswer"]);

function outcomeOf(command: Command): "refused" | "unsure" | "afterRestart" | null {
  if (hasFailed(command)) return UNSURE.has(command.error?.code) ? "unsure" : "refused";
  return command.state === "accepted" && command.response?.status === "RebootRequired" ? "afterRestart" : null;
}
