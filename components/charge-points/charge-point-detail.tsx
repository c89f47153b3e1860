"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useConnection } from "../api/live-provider.tsx";
import { OneQueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "../ui/tabs.tsx";
import { ChargePointFacts } from "./charge-point-facts.tsx";
import { CommandPanel } from "./command-panel.tsx";
import { ConfigurationPanel } from "./configuration-panel.tsx";
import { ConnectorCards } from "./connector-cards.tsx";
import { type ChargePoint, foldChargePoint, isUnknown } from "./fold-live.ts";
import { MessageTrace } from "./message-trace.tsx";
import { DETAIL_TABS, useDetailState } from "./url-state.ts";

type Props = { id: string; permissions: readonly string[] };

const PERMISSION = {
  commands: "chargePoint.command",
  configuration: "chargePoint.command",
  messages: "message.read",
} as const satisfies Record<(typeof DETAIL_TABS)[number], string>;

/** One charge point: how it is, what runs there, what can be done, and what was said. */
export function ChargePointDetail({ id, permissions }: Props) {
  const t = useTranslations("chargePoint");
  const isStale = useConnection().since !== null;
  const [detail, setDetail] = useDetailState();
  const point = useLiveChargePoint(id);
  const problem = point.isError && (
    <OneQueryError
      missing={t("missing")}
      list={{ href: "/admin/charge-points", label: t("toList") }}
      error={point.error}
      onRetry={() => void point.refetch()}
      isRetrying={point.isFetching}
      className="mb-4"
    />
  );
  if (!point.data) {
    if (problem) return problem;
    return (
      <>
        <Skeleton className="mb-6 h-20 w-full" />
        <Skeleton className="h-40 w-full" />
      </>
    );
  }
  const data = point.data;
  // Opened by its identity: what happens to it is told under its id.
  if (data.id !== id) return <ChargePointDetail id={data.id} permissions={permissions} />;
  const tabs = DETAIL_TABS.filter((tab) => permissions.includes(PERMISSION[tab]));
  const tab = tabs.find((name) => name === detail.tab) ?? tabs[0];
  return (
    <div className="@container">
      {problem}
      <ChargePointFacts point={data} />
      <ConnectorCards point={data} isStale={isStale} canWrite={permissions.includes("chargePoint.write")} />
      {tab && (
        <Tabs
          value={tab}
          onValueChange={(value) => void setDetail({ tab: tabs.find((name) => name === value) ?? null })}
        >
          <TabsList aria-label={t("parts")}>
            {tabs.map((name) => (
              <TabsTrigger key={name} value={name}>
                {t(`tabs.${name}`)}
              </TabsTrigger>
            ))}
          </TabsList>
          <TabsContent value={tab}>
            {tab === "commands" && <CommandPanel point={data} />}
            {tab === "configuration" && <ConfigurationPanel point={data} />}
            {tab === "messages" && <MessageTrace id={data.id} />}
          </TabsContent>
        </Tabs>
      )}
    </div>
  );
}

/** The charge point, with pushed events folded in for as long as it is on screen. */
function useLiveChargePoint(id: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const queryKey = trpc.chargePoint.get.queryKey({ chargePoint: id });
  useLiveTopic({ kind: "chargePoint", id }, (events) => {
    let isComplete = true;
    client.setQueryData<ChargePoint>(queryKey, (data) => {
      if (!data) return data;
      if (events.some((event) => isUnknown([data], event))) isComplete = false;
      return foldChargePoint(data, events);
    });
    const isChanged = events.some((event) => event.type === "chargePointChanged" && event.chargePointId === id);
    if (isChanged || !isComplete) void client.invalidateQueries({ queryKey });
  });
  // What happened while it was not on screen was not folded in.
  return useQuery(trpc.chargePoint.get.queryOptions({ chargePoint: id }, { refetchOnMount: "always" }));
}
