"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { clsx } from "clsx";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useEffect } from "react";
import type { LiveEvent } from "../../server/transport/socket/events.ts";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useConnection } from "../api/live-provider.tsx";
import { useTRPC } from "../api/trpc.ts";
import { formatDuration } from "../format/duration.ts";
import { formatEnergy } from "../format/energy.ts";
import { instantFormat } from "../format/instant-format.ts";
import { formatMoney } from "../format/money.ts";
import { formatPower } from "../format/power.ts";
import { useSharedNow } from "../ui/use-shared-now.ts";
import { AsOf } from "./as-of.tsx";
import { useBase } from "./base.tsx";
import { BigButton, BigLink } from "./big-button.tsx";
import { DriveProblem } from "./drive-problem.tsx";
import { foldOwnSession } from "./fold-own-session.ts";
import { keepLastSeen, readLastSeen } from "./last-seen.ts";
import { NotYet } from "./not-yet.tsx";
import { StopPanel } from "./stop-panel.tsx";
import { useKept } from "./use-kept.ts";
import { useOwnEvents } from "./use-own-events.ts";
import { useSiteTopics } from "./use-site-topics.ts";

type Session = RouterOutputs["drive"]["session"];

/** Drivers are not told of the connection of stations that are not everybody's: they ask. */
const ASK_AGAIN_MS = 60_000;

/** A session while it runs and after: what it costs, what flowed, and how to end it. The charger's word is the truth. */
export function OwnSessionPage({ sessionId }: { sessionId: string }) {
  const t = useTranslations("drive");
  const { base, personId } = useBase();
  const trpc = useTRPC();
  const client = useQueryClient();
  const options = trpc.drive.session.queryOptions({ sessionId });
  const session = useQuery({
    ...options,
    refetchInterval: ({ state }) => (state.data?.state === "active" ? ASK_AGAIN_MS : false),
  });
  const { data, dataUpdatedAt } = session;
  const askAgain = () => void client.invalidateQueries({ queryKey: options.queryKey });
  useOwnEvents((events) => {
    client.setQueryData(options.queryKey, (before) => {
      const after = before && foldOwnSession(before, events);
      return after === before ? undefined : after; // nothing new makes nothing younger
    });
    const isSettled = events.some(
      (event) => event.type === "sessionChanged" && event.session.id === sessionId && event.session.state === "ended",
    );
    if (isSettled) askAgain();
  });
  useSiteTopics(data?.siteId && data.state === "active" ? [data.siteId] : [], {
    onEvents: (events) => {
      const isStation = ({ type, chargePointId }: LiveEvent) =>
        type === "connectionChanged" && chargePointId === data?.chargePointId;
      if (events.some(isStation)) askAgain();
    },
    onWatching: askAgain,
  });
  useEffect(() => {
    if (data) keepLastSeen(base, personId, { session: { at: new Date(dataUpdatedAt).toISOString(), value: data } });
  }, [base, personId, data, dataUpdatedAt]);
  const keptAt = useKept(options.queryKey, dataUpdatedAt, () => {
    const kept = readLastSeen(base).session;
    return kept?.value.id === sessionId ? kept : null;
  });
  const problem = session.isError && <DriveProblem error={session.error} onRetry={() => void session.refetch()} />;
  if (!data) return <NotYet title={t("session.title")} problem={problem} />;
  return (
    <>
      {problem}
      {keptAt !== null && <AsOf at={keptAt} />}
      <SessionFigures session={data} {...(keptAt !== null && { asOf: keptAt })} />
      {data.state === "active" ? <StopPanel session={data} /> : <EndedPanel session={data} />}
    </>
  );
}

/** Money before energy before time. */
export function SessionFigures({ session, asOf }: { session: Session; asOf?: string }) {
  const t = useTranslations("drive.session");
  const locale = useLocale();
  const format = useFormatter();
  const now = useSharedNow();
  const isStale = useConnection().since !== null || asOf !== undefined || !session.isOnline;
  const isRunning = session.state === "active";
  const until = isRunning
    ? asOf
      ? Date.parse(asOf)
      : now.getTime()
    : Date.parse(session.endedAt ?? session.startedAt);
  const at = (instant: string) => format.dateTime(new Date(instant), instantFormat(new Date(instant), now, "medium"));
  const { grossMinor, currency } = session;
  const money = grossMinor !== null && currency !== null ? formatMoney(BigInt(grossMinor), currency, locale) : null;
  return (
    <section aria-labelledby="session-title" className="flex flex-col gap-4">
      <div>
        <h1 id="session-title" className="text-title font-semibold">
          {t(isRunning ? "running" : session.settledAt ? "ended" : "ending")}
        </h1>
        <p className="text-muted">
          {[session.siteName, session.chargePointName ?? session.chargePointIdentity].filter(Boolean).join(", ")} ·{" "}
          {t("plug", { number: session.connectorNumber })}
        </p>
      </div>
      <dl
        className={clsx("grid grid-cols-2 gap-4 rounded-card border bg-card p-4", isRunning && isStale && "grayscale")}
      >
        <div className="col-span-2">
          <dt className="text-muted">{t(isRunning ? "costSoFar" : "cost")}</dt>
          <dd className="text-live font-semibold" data-testid="gross">
            {money ?? t("noPrice")}
          </dd>
        </div>
        <div className="col-span-2">
          <dt className="text-muted">{t("energy")}</dt>
          <dd className="text-live font-semibold" data-testid="energy">
            {formatEnergy(Number(session.energyWh), locale)}
          </dd>
        </div>
        <div>
          <dt className="text-muted">{t("duration")}</dt>
          <dd className="text-section font-semibold">{formatDuration(until - Date.parse(session.startedAt))}</dd>
        </div>
        {isRunning && (
          <div>
            <dt className="text-muted">{t("power")}</dt>
            <dd className="text-section font-semibold">
              {session.powerW === null ? "–" : formatPower(session.powerW, locale)}
              {session.socPercent !== null && ` · ${t("battery", { percent: session.socPercent })}`}
            </dd>
          </div>
        )}
      </dl>
      {isRunning && asOf === undefined && !session.isOnline && (
        <p role="status" className="rounded-card bg-waiting-tint p-4 text-waiting-text">
          {session.disconnectedAt ? t("lostSince", { time: at(session.disconnectedAt) }) : t("lost")}
        </p>
      )}
      {isRunning && (
        <p className="text-body text-muted">
          {session.lastReadingAt ? t("readAt", { time: at(session.lastReadingAt) }) : t("noReading")}
        </p>
      )}
    </section>
  );
}

/** The cable is still in the station: it can be let go for a quarter of an hour. */
const UNLOCK_MS = 15 * 60_000;

function EndedPanel({ session }: { session: Session }) {
  const t = useTranslations("drive");
  const { base } = useBase();
  const trpc = useTRPC();
  const now = useSharedNow();
  const unlock = useMutation(trpc.drive.unlock.mutationOptions());
  const isRecent = session.endedAt !== null && now.getTime() - Date.parse(session.endedAt) < UNLOCK_MS;
  const isDone = unlock.data?.state === "accepted" || unlock.data?.state === "effective";
  return (
    <>
      {!session.settledAt && <p role="status">{t("session.settling")}</p>}
      <BigLink href={`${base}/drive/sessions/${session.id}/receipt`}>{t("session.receipt")}</BigLink>
      {isRecent && (
        <>
          {unlock.error && <DriveProblem error={unlock.error} />}
          <p role="status">{unlock.data && t(isDone ? "unlock.done" : "unlock.failed")}</p>
          <BigButton quiet busy={unlock.isPending} onClick={() => unlock.mutate({ sessionId: session.id })}>
            {t("unlock.action")}
          </BigButton>
        </>
      )}
    </>
  );
}
