"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Input } from "../ui/input.tsx";
import { JsonView } from "../ui/json-view.tsx";

/** Every exchange with the station, newest first: what was asked and what was answered. */
export function MessageTrace({ id }: { id: string }) {
  const t = useTranslations("messages");
  const trpc = useTRPC();
  const format = useFormatter();
  const [action, setAction] = useState("");
  const [direction, setDirection] = useState<"" | "in" | "out">("");
  const filter = {
    chargePoint: id,
    limit: 50,
    ...(action.trim() ? { action: action.trim() } : {}),
    ...(direction ? { messageDirection: direction } : {}),
  };
  const messages = useInfiniteQuery(
    trpc.chargePoint.messages.infiniteQueryOptions(filter, {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
    }),
  );
  const items = messages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap gap-2">
        <Input
          aria-label={t("action")}
          placeholder={t("action")}
          value={action}
          onChange={(event) => setAction(event.target.value)}
          className="w-56"
        />
        <select
          aria-label={t("direction")}
          value={direction}
          onChange={(event) => setDirection(event.target.value as "" | "in" | "out")}
          className="h-8 rounded-control border border-line-strong bg-card px-2 text-body"
        >
          <option value="">{t("both")}</option>
          <option value="in">{t("in")}</option>
          <option value="out">{t("out")}</option>
        </select>
      </div>
      {messages.isError && (
        <QueryError error={messages.error} onRetry={() => void messages.refetch()} isRetrying={messages.isFetching} />
      )}
      {messages.isSuccess && items.length === 0 && <EmptyState title={t("empty")} />}
      <ol className="divide-y rounded-card border bg-card">
        {items.map((message) => (
          <li key={message.id} data-message={message.action ?? ""}>
            <details className="group">
              <summary className="flex cursor-pointer flex-wrap items-center gap-3 px-3 py-2 text-dense hover:bg-hover">
                <time dateTime={message.at} className="text-muted tabular-nums">
                  {format.dateTime(new Date(message.at), {
                    hour: "2-digit",
                    minute: "2-digit",
                    second: "2-digit",
                    fractionalSecondDigits: 3,
                  })}
                </time>
                <span aria-hidden="true">{message.direction === "in" ? "→" : "←"}</span>
                <span className="sr-only">{t(message.direction)}</span>
                <span className="font-medium">{message.action ?? t("unreadable")}</span>
                {message.errorCode && <Badge tone="error">{message.errorCode}</Badge>}
                {message.quirks.length > 0 && (
                  <Badge tone="warning">{t("quirks", { count: message.quirks.length })}</Badge>
                )}
              </summary>
              <div className="grid gap-3 p-3 lg:grid-cols-2">
                <JsonView label={t("request")} value={message.raw ?? message.request} />
                <JsonView
                  label={t("response")}
                  value={
                    message.errorCode
                      ? { code: message.errorCode, description: message.errorDescription }
                      : message.response
                  }
                />
                {message.quirks.length > 0 && (
                  <p className="text-dense text-muted lg:col-span-2">{message.quirks.join(", ")}</p>
                )}
              </div>
            </details>
          </li>
        ))}
      </ol>
      {messages.hasNextPage && (
        <Button onClick={() => void messages.fetchNextPage()} busy={messages.isFetchingNextPage}>
          {t("more")}
        </Button>
      )}
    </div>
  );
}
