"use client";

import { useTranslations } from "next-intl";
import { QueryError } from "../api/query-error.tsx";
import { CommandStepper } from "../ui/command-stepper.tsx";
import type { Command } from "./fold-commands.ts";
import { toProgress } from "./to-progress.ts";
import { useAnswerText } from "./use-answer-text.ts";
import { useRecentCommands } from "./use-recent-commands.ts";

/** The last commands, each as a conversation: sent, answered, seen in effect, in time or not. */
export function CommandHistory({ id }: { id: string }) {
  const t = useTranslations("commands");
  const commands = useRecentCommands(id);
  const items = commands.data?.items ?? [];
  return (
    <section aria-label={t("recent")} className="grid min-w-0 gap-3 @5xl:grid-cols-2">
      {commands.isError && (
        <QueryError error={commands.error} onRetry={() => void commands.refetch()} isRetrying={commands.isFetching} />
      )}
      {commands.isSuccess && items.length === 0 && <p className="text-muted">{t("none")}</p>}
      {items.map((command) => (
        <Conversation key={command.commandId} command={command} />
      ))}
    </section>
  );
}

function Conversation({ command }: { command: Command }) {
  const t = useTranslations("commands");
  const answer = useAnswerText(command);
  const details = Object.entries(command.request)
    .map(([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`)
    .join(" · ");
  return (
    <article className="min-w-0 rounded-card border bg-card p-4" data-command={command.action}>
      <h3 className="flex flex-wrap justify-between gap-x-4 font-medium">
        {command.action}
        <span className="text-meta font-normal text-muted">
          {t("by", { name: command.actor.name ?? command.actor.kind })}
        </span>
      </h3>
      <p className="mb-2 min-h-4.5 text-dense wrap-anywhere text-muted">{details}</p>
      <CommandStepper label={command.action} progress={toProgress(command)} answerDetail={answer} />
    </article>
  );
}
