"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { QueryError, useErrorText } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { browserName } from "../format/browser-name.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { AccountSection } from "./account-section.tsx";

type UserSession = RouterOutputs["account"]["sessions"][number];

/** Where one is signed in, and the way to end it: one browser, or all others. */
export function SignedInBrowsers() {
  const t = useTranslations("account");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const client = useQueryClient();
  const sessions = useQuery(trpc.account.sessions.queryOptions());
  const refresh = { onSuccess: () => void client.invalidateQueries({ queryKey: trpc.account.sessions.queryKey() }) };
  const end = useMutation(trpc.account.endSession.mutationOptions(refresh));
  const endOthers = useMutation(trpc.account.endOtherSessions.mutationOptions(refresh));
  const problem = end.error ?? endOthers.error;
  const hasOthers = (sessions.data?.length ?? 0) > 1;
  return (
    <AccountSection title={t("browsers")} text={t("sessionsText")}>
      {problem && (
        <p role="alert" className="text-fault-text">
          {errorText(problem)}
        </p>
      )}
      {sessions.isError && <QueryError error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.isPending && <Skeleton className="h-16 w-full" />}
      <ul className="flex flex-col gap-2">
        {sessions.data?.map((session) => (
          <SessionRow key={session.id} session={session} onEnd={() => end.mutate({ sessionId: session.id })} />
        ))}
      </ul>
      {hasOthers && (
        <Button className="self-start" busy={endOthers.isPending} onClick={() => endOthers.mutate()}>
          {t("endOthers")}
        </Button>
      )}
    </AccountSection>
  );
}

function SessionRow({ session, onEnd }: { session: UserSession; onEnd: () => void }) {
  const t = useTranslations("account");
  const format = useFormatter();
  const name = browserName(session.userAgent) ?? t("unknownBrowser");
  const at = (instant: Date) => format.dateTime(instant, { dateStyle: "medium", timeStyle: "short" });
  return (
    <li className="flex flex-wrap items-center gap-3 rounded-card border bg-card p-3">
      <div className="min-w-0 flex-1">
        <p className="font-medium">{name}</p>
        <p className="text-meta text-muted">
          {t(`method.${session.method}`)}
          {session.isStrong && session.method !== "oidc" && ` · ${t("strong")}`} ·{" "}
          {t("since", { at: at(session.createdAt) })} · {t("lastSeen", { at: at(session.lastSeenAt) })}
          {session.ip && ` · ${session.ip}`}
        </p>
      </div>
      {session.isThis ? (
        <Badge tone="success">{t("thisBrowser")}</Badge>
      ) : (
        <Button size="small" aria-label={t("endNamed", { name })} onClick={onEnd}>
          {t("end")}
        </Button>
      )}
    </li>
  );
}
