"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useTRPC } from "../api/trpc.ts";
import { useBase } from "./base.tsx";
import { BigLink } from "./big-button.tsx";
import { DriveProblem, ProblemBox } from "./drive-problem.tsx";
import { NotYet } from "./not-yet.tsx";
import { OtherPlugs } from "./other-plugs.tsx";
import { StartSteps } from "./start-steps.tsx";
import { useOwnEvents } from "./use-own-events.ts";
import { useSiteTopics } from "./use-site-topics.ts";

type Start = RouterOutputs["drive"]["getStart"];

/** A push may be lost on a weak network: the server is asked again this often while something is awaited. */
const ASK_AGAIN_MS = 5_000;
/** So that what has come of it is seen before the page of the session takes over. */
const SHOWN_MS = 1_200;

const isOver = (start: Start | undefined): boolean => start?.step === "charging" || start?.step === "failed";

/** The start as a conversation with the station: what is awaited, and why it failed. Rebuilt from its address. */
export function StartPage({ commandId, plugKey }: { commandId: string; plugKey: string }) {
  const t = useTranslations("drive");
  const { base } = useBase();
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const options = trpc.drive.getStart.queryOptions({ commandId });
  const start = useQuery({
    ...options,
    refetchInterval: ({ state }) => (isOver(state.data) ? false : ASK_AGAIN_MS),
  });
  const plug = useQuery(trpc.place.plug.queryOptions({ plug: plugKey }));
  const askAgain = () => void client.invalidateQueries({ queryKey: options.queryKey });
  useOwnEvents((events) => {
    if (events.some(({ type }) => type === "commandChanged" || type === "sessionChanged")) askAgain();
  });
  useSiteTopics(plug.data ? [plug.data.site.id] : [], {
    onEvents: (events) => {
      if (events.some(({ chargePointId }) => chargePointId === plug.data?.plug.chargePointId)) askAgain();
    },
    onWatching: askAgain,
  });
  const sessionId = start.data?.step === "charging" ? start.data.sessionId : null;
  useEffect(() => {
    if (!sessionId) return;
    const timer = setTimeout(() => router.replace(`${base}/drive/sessions/${sessionId}`), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [base, router, sessionId]);
  const now = useSecond(!isOver(start.data));
  const problem = start.isError && <DriveProblem error={start.error} onRetry={() => void start.refetch()} />;
  const { data } = start;
  if (!data) return <NotYet title={t("steps.title")} problem={problem} />;
  return (
    <>
      {problem}
      <h1 className="text-title font-semibold">{t("steps.title")}</h1>
      {plug.data && (
        <p className="text-muted">
          {t("stations.plug", { station: plug.data.plug.stationName, number: plug.data.plug.connectorNumber })},{" "}
          {plug.data.site.name}
        </p>
      )}
      <StartSteps start={data} now={now} />
      {data.failure && (
        <>
          <ProblemBox
            title={t(`failure.${data.failure}.title`)}
            advice={t(`failure.${data.failure}.advice`)}
            code={data.commandId.slice(0, 8)}
          />
          <BigLink href={`${base}/drive/stations/${encodeURIComponent(plugKey)}`}>{t("start.again")}</BigLink>
          {plug.data && <OtherPlugs one={plug.data} />}
        </>
      )}
      {!data.failure && data.sessionId && (
        <BigLink href={`${base}/drive/sessions/${data.sessionId}`}>{t("start.toSession")}</BigLink>
      )}
    </>
  );
}

/** The time, each second, while something is counted down. */
function useSecond(isRunning: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now;
}
