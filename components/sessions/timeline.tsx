"use client";

import { type InfiniteData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { toStatus } from "../charge-points/connector-status.ts";
import type { Session } from "../charge-points/fold-live.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { Button } from "../ui/button.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { type TimelineItem, toTimeline, withStatus } from "./to-timeline.ts";

type Pages = InfiniteData<RouterOutputs["session"]["statuses"]>;
const PAGE_SIZE = 50;

/** What happened, in the order it happened; while the session runs, what its connector says is added as it says it. */
export function Timeline({ session }: { session: Session }) {
  const t = useTranslations("session");
  const format = useFormatter();
  const trpc = useTRPC();
  const client = useQueryClient();
  const input = { sessionId: session.id, limit: PAGE_SIZE };
  const options = trpc.session.statuses.infiniteQueryOptions(input, {
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const statuses = useInfiniteQuery(options);
  useLiveTopic({ kind: "chargePoint", id: session.chargePointId }, (events) => {
    for (const event of events) {
      const isOurs =
        event.type === "connectorStatusChanged" &&
        event.chargePointId === session.chargePointId &&
        event.connectorNumber === session.connectorNumber;
      if (!isOurs || session.state === "ended") continue;
      const { at, receivedAt, status, errorCode, info } = event;
      client.setQueryData<Pages>(options.queryKey, (data) => {
        const last = data?.pages.at(-1);
        if (!data || !last || last.nextCursor) return data;
        const items = withStatus(last.items, { at, receivedAt, status, errorCode, info, vendorErrorCode: null });
        return { ...data, pages: [...data.pages.slice(0, -1), { ...last, items }] };
      });
    }
  });
  const items = toTimeline(session, statuses.data?.pages.flatMap((page) => page.items) ?? []);
  return (
    <section aria-label={t("timeline")} className="mb-6">
      <h2 className="mb-2 text-section font-semibold">{t("timeline")}</h2>
      {statuses.isError && (
        <QueryError
          error={statuses.error}
          onRetry={() => void statuses.refetch()}
          isRetrying={statuses.isFetching}
          className="mb-2"
        />
      )}
      <ol className="rounded-card border bg-card px-3 py-1">
        {items.map((item) => (
          <li
            key={`${item.kind}-${item.at}-${item.kind === "status" ? `${item.status.receivedAt}-${item.status.status}` : ""}`}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b py-1.5 text-dense last:border-b-0"
          >
            <time dateTime={item.at} className="w-44 shrink-0 text-muted">
              {format.dateTime(new Date(item.at), {
                dateStyle: "medium",
                timeStyle: "medium",
                timeZone: session.timeZone,
              })}
            </time>
            <Happening item={item} transactionId={session.transactionId} />
          </li>
        ))}
      </ol>
      {statuses.hasNextPage && (
        <Button
          size="small"
          className="mt-2"
          onClick={() => void statuses.fetchNextPage()}
          busy={statuses.isFetchingNextPage}
        >
          {t("moreEvents")}
        </Button>
      )}
    </section>
  );
}

const CLOSED_BECAUSE = ["connectorFree", "newStart", "stationLost", "retired"] as const;
const closedBecause = (reason: string | null) => CLOSED_BECAUSE.find((known) => known === reason) ?? "unknown";

function Happening({ item, transactionId }: { item: TimelineItem; transactionId: number }) {
  const t = useTranslations("session");
  switch (item.kind) {
    case "started":
      return <span className="font-medium">{t("started", { transaction: transactionId })}</span>;
    case "stopped":
      return (
        <span className="font-medium">{item.reason ? t("stopped", { reason: item.reason }) : t("stoppedPlain")}</span>
      );
    case "closed":
      return (
        <span className="font-medium">{t("closed", { reason: t(`closedBecause.${closedBecause(item.reason)}`) })}</span>
      );
    case "settled":
      return <span>{t("settled")}</span>;
    case "status":
      return (
        <>
          <StateBadge status={toStatus(item.status.status)} isOnline errorCode={item.status.errorCode} />
          {item.status.info && <span className="min-w-0 break-words text-muted">{item.status.info}</span>}
        </>
      );
  }
}
