"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useConnection } from "../api/live-provider.tsx";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { formatEnergy } from "../format/energy.ts";
import { formatMoney } from "../format/money.ts";
import { formatPower } from "../format/power.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { cn } from "../ui/cn.ts";
import { PageHead } from "../ui/page-head.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "../ui/tabs.tsx";
import { CommandPanel } from "./command-panel.tsx";
import { ConfigurationPanel } from "./configuration-panel.tsx";
import { toStatus } from "./connector-status.ts";
import { type ChargePoint, foldChargePoint, foldSession, type Session } from "./fold-live.ts";
import { MessageTrace } from "./message-trace.tsx";

type Props = { id: string; permissions: readonly string[] };

/** One charge point: how it is, what runs there, what can be done, and what was said. */
export function ChargePointPage({ id, permissions }: Props) {
  const t = useTranslations("chargePoint");
  const trpc = useTRPC();
  const client = useQueryClient();
  const isStale = useConnection().since !== null;
  const point = useQuery(trpc.chargePoint.get.queryOptions({ chargePoint: id }));
  const running = useQuery(trpc.session.list.queryOptions({ state: "active", chargePoint: id, limit: 50 }));
  useLiveTopic({ kind: "chargePoint", id }, (events) => {
    client.setQueryData<ChargePoint>(trpc.chargePoint.get.queryKey({ chargePoint: id }), (data) =>
      data ? foldChargePoint(data, events) : data,
    );
    client.setQueriesData<RouterOutputs["session"]["list"]>({ queryKey: trpc.session.list.pathKey() }, (data) =>
      data?.items
        ? {
            ...data,
            items: data.items.map((item) => foldSession(item, events)).filter(({ state }) => state === "active"),
          }
        : data,
    );
    if (events.some((event) => event.type === "chargePointChanged")) {
      void client.invalidateQueries({ queryKey: trpc.chargePoint.get.pathKey() });
    }
    if (events.some((event) => event.type === "sessionChanged" && event.cause === "started")) {
      void client.invalidateQueries({ queryKey: trpc.session.list.pathKey() });
    }
    if (events.some((event) => event.type === "commandChanged")) {
      void client.invalidateQueries({ queryKey: trpc.command.list.pathKey() });
    }
    if (events.some((event) => event.type === "messageLogged")) {
      void client.invalidateQueries({ queryKey: trpc.chargePoint.messages.pathKey() });
    }
  });

  if (point.isError) {
    return <QueryError error={point.error} onRetry={() => void point.refetch()} isRetrying={point.isFetching} />;
  }
  if (!point.data) {
    return (
      <>
        <Skeleton className="mb-6 h-8 w-64" />
        <Skeleton className="h-40 w-full" />
      </>
    );
  }
  const data = point.data;
  const sessions = running.data?.items ?? [];
  const tabs = [
    ...(permissions.includes("chargePoint.command") ? (["commands", "configuration"] as const) : []),
    ...(permissions.includes("message.read") ? (["messages"] as const) : []),
  ];
  return (
    <>
      <PageHead title={data.identity} />
      <dl className="mb-6 grid grid-cols-2 gap-x-6 gap-y-2 text-body sm:grid-cols-3 lg:grid-cols-6">
        <Fact label={t("connection")}>
          {data.isOnline ? t("online") : t("offline")}
          {data.isOnline && data.connectedAt && (
            <span className="text-muted">
              {" · "}
              <RelativeTime at={new Date(data.connectedAt)} />
            </span>
          )}
        </Fact>
        <Fact label={t("lastSeen")}>
          {data.lastSeenAt ? <RelativeTime at={new Date(data.lastSeenAt)} /> : t("never")}
        </Fact>
        <Fact label={t("name")}>{data.name ?? "—"}</Fact>
        <Fact label={t("model")}>{[data.vendor, data.model].filter(Boolean).join(" ") || "—"}</Fact>
        <Fact label={t("firmware")}>{data.firmwareVersion ?? "—"}</Fact>
        <Fact label={t("lastBoot")}>
          {data.lastBootAt ? <RelativeTime at={new Date(data.lastBootAt)} /> : t("never")}
        </Fact>
      </dl>
      <section aria-label={t("connectors")} className={cn("mb-6 grid gap-4 sm:grid-cols-2", isStale && "opacity-60")}>
        {data.connectors.map((connector) => (
          <article key={connector.id} className="rounded-card border bg-card p-4" data-connector={connector.number}>
            <h2 className="mb-2 text-section font-semibold">{t("connector", { number: connector.number })}</h2>
            <StateBadge
              status={toStatus(connector.status)}
              isOnline={data.isOnline}
              errorCode={connector.errorCode}
              since={connector.statusAt ? new Date(connector.statusAt) : null}
            />
            {connector.statusInfo && <p className="mt-1 text-dense text-muted">{connector.statusInfo}</p>}
            <RunningSession session={sessions.find(({ connectorNumber }) => connectorNumber === connector.number)} />
          </article>
        ))}
        {data.connectors.length === 0 && <p className="text-muted">{t("noConnectors")}</p>}
      </section>
      {tabs.length > 0 && (
        <Tabs defaultValue={tabs[0] ?? "messages"}>
          <TabsList>
            {tabs.map((tab) => (
              <TabsTrigger key={tab} value={tab}>
                {t(`tabs.${tab}`)}
              </TabsTrigger>
            ))}
          </TabsList>
          {tabs.map((tab) => (
            <TabsContent key={tab} value={tab} className="pt-4">
              {tab === "commands" && <CommandPanel point={data} sessions={sessions} />}
              {tab === "configuration" && <ConfigurationPanel point={data} />}
              {tab === "messages" && <MessageTrace id={id} />}
            </TabsContent>
          ))}
        </Tabs>
      )}
    </>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-meta text-muted">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function RunningSession({ session }: { session: Session | undefined }) {
  const t = useTranslations("chargePoint");
  const locale = useLocale();
  if (!session) return null;
  return (
    <p className="mt-3 tabular-nums">
      <Link href={`/admin/sessions/${session.id}`} className="text-brand underline">
        {t("runningSession")}
      </Link>
      {": "}
      {formatEnergy(Number(session.energyWh), locale)}
      {session.powerW !== null && ` · ${formatPower(session.powerW, locale)}`}
      {session.socPercent !== null && ` · ${session.socPercent} %`}
      {session.currency &&
        session.grossMinor !== null &&
        ` · ${formatMoney(BigInt(session.grossMinor), session.currency, locale)}`}
    </p>
  );
}
