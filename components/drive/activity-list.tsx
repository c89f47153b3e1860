"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useTRPC } from "../api/trpc.ts";
import { formatEnergy } from "../format/energy.ts";
import { formatMoney } from "../format/money.ts";
import { useBase } from "./base.tsx";
import { BigButton } from "./big-button.tsx";
import { DriveProblem } from "./drive-problem.tsx";
import { foldOwnSession } from "./fold-own-session.ts";
import { useOwnEvents } from "./use-own-events.ts";

type Item = RouterOutputs["drive"]["sessions"]["items"][number];

/** What the driver has charged, newest first; what runs moves where it stands. */
export function ActivityList() {
  const t = useTranslations("drive");
  const trpc = useTRPC();
  const client = useQueryClient();
  const options = trpc.drive.sessions.infiniteQueryOptions(
    { limit: 20 },
    { getNextPageParam: (page) => page.nextCursor ?? undefined },
  );
  const sessions = useInfiniteQuery(options);
  useOwnEvents((events) => {
    if (events.some((event) => event.type === "sessionChanged" && event.cause !== "progress")) {
      return void client.invalidateQueries({ queryKey: options.queryKey });
    }
    client.setQueryData(options.queryKey, (data) =>
      data
        ? {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              items: page.items.map((item) => foldOwnSession(item, events)),
            })),
          }
        : data,
    );
  });
  const items = sessions.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <h1 className="text-title font-semibold">{t("tabs.activity")}</h1>
      {sessions.isError && <DriveProblem error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.isPending && <p role="status">{t("loading")}</p>}
      {sessions.isSuccess && items.length === 0 && (
        <p className="rounded-card border bg-card p-4">{t("activity.empty")}</p>
      )}
      <ul className="flex flex-col gap-2">
        {items.map((item) => (
          <ActivityRow key={item.id} item={item} />
        ))}
      </ul>
      {sessions.hasNextPage && (
        <BigButton quiet busy={sessions.isFetchingNextPage} onClick={() => void sessions.fetchNextPage()}>
          {t("activity.more")}
        </BigButton>
      )}
    </>
  );
}

function ActivityRow({ item }: { item: Item }) {
  const t = useTranslations("drive");
  const locale = useLocale();
  const format = useFormatter();
  const { base } = useBase();
  const { grossMinor, currency } = item;
  return (
    <li>
      <Link
        href={`${base}/drive/sessions/${item.id}`}
        className="flex min-h-16 items-center justify-between gap-3 rounded-card border bg-card p-4"
      >
        <span className="min-w-0">
          <span className="block truncate font-medium">{item.siteName ?? item.chargePointIdentity}</span>
          <span className="block text-body text-muted">
            {format.dateTime(new Date(item.startedAt), {
              dateStyle: "medium",
              timeStyle: "short",
              timeZone: item.timeZone,
            })}
            {item.state === "active" && ` · ${t("activity.running")}`}
          </span>
        </span>
        <span className="shrink-0 text-right">
          <span className="block font-semibold">
            {grossMinor !== null && currency !== null ? formatMoney(BigInt(grossMinor), currency, locale) : "–"}
          </span>
          <span className="block text-body text-muted">{formatEnergy(Number(item.energyWh), locale)}</span>
        </span>
      </Link>
    </li>
  );
}
