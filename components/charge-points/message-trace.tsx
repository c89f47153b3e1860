"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { useLiveEvents } from "../live/use-live-topic.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { foldMessages, type Message } from "./fold-messages.ts";
import { MessageRow } from "./message-row.tsx";
import { MessageTools } from "./message-tools.tsx";
import { useDetailState } from "./url-state.ts";

/** Every exchange with the station, newest first: what was asked and what was answered, as it happens. */
export function MessageTrace({ id }: { id: string }) {
  const t = useTranslations("messages");
  const [{ action, direction, view }, setDetail] = useDetailState();
  const messages = useMessages(id, action, direction);
  const items = useMemo(() => messages.data?.pages.flatMap((page) => page.items) ?? [], [messages.data]);
  const pause = usePause(items);
  return (
    <div className="space-y-3">
      <MessageTools
        action={action}
        direction={direction}
        view={view}
        onChange={(change) => void setDetail(change)}
        isPaused={pause.isPaused}
        waiting={pause.waiting}
        onPause={pause.toggle}
      />
      {messages.isError && (
        <QueryError error={messages.error} onRetry={() => void messages.refetch()} isRetrying={messages.isFetching} />
      )}
      {messages.isSuccess && items.length === 0 && (
        <EmptyState
          title={t(action || direction ? "noMatch" : "empty")}
          action={
            (action || direction) && (
              <Button onClick={() => void setDetail({ action: null, direction: null })}>{t("clearFilters")}</Button>
            )
          }
        />
      )}
      {pause.shown.length > 0 && (
        <ol aria-label={t("title")} aria-busy={messages.isFetching} className="divide-y rounded-card border bg-card">
          {pause.shown.map((message) => (
            <MessageRow key={message.id} message={message} view={view} />
          ))}
        </ol>
      )}
      {messages.hasNextPage && (
        <Button onClick={() => void messages.fetchNextPage()} busy={messages.isFetchingNextPage}>
          {t("more")}
        </Button>
      )}
    </div>
  );
}

/** The trace under a filter; asked for when it comes on screen, kept by pushed messages from then on. */
function useMessages(id: string, action: string | null, direction: Message["direction"] | null) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const filter = {
    chargePoint: id,
    limit: 50,
    ...(action && { action }),
    ...(direction && { messageDirection: direction }),
  };
  const options = trpc.chargePoint.messages.infiniteQueryOptions(filter, {
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
  useLiveEvents((events) => {
    client.setQueryData(options.queryKey, (data) => (data ? foldMessages(data, filter, events) : data));
  });
  return useInfiniteQuery(options);
}

/** While paused, what comes waits above the message that was the newest then. */
function usePause(items: readonly Message[]) {
  const [pausedAt, setPausedAt] = useState<{ readonly newest: string | undefined } | null>(null);
  const newest = items.findIndex(({ id }) => id === pausedAt?.newest);
  const waiting = pausedAt === null ? 0 : newest === -1 ? items.length : newest;
  return {
    isPaused: pausedAt !== null,
    waiting,
    shown: waiting === 0 ? items : items.slice(waiting),
    toggle: () => setPausedAt(pausedAt === null ? { newest: items[0]?.id } : null),
  };
}
