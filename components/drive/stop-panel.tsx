"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useTRPC } from "../api/trpc.ts";
import { useLiveEvents } from "../live/use-live-topic.ts";
import { BigButton } from "./big-button.tsx";
import { DriveProblem, ProblemBox } from "./drive-problem.tsx";
import { foldStops, type PushedStops, stopStep } from "./stop-step.ts";

/** A station that said yes has ended the session long before. */
const TAKES_EFFECT_MS = 30_000;

/** Asks the station to stop, and says how far that has come. The page around it watches the driver's own commands. */
export function StopPanel({ session: { id: sessionId } }: { session: RouterOutputs["drive"]["session"] }) {
  const t = useTranslations("drive");
  const trpc = useTRPC();
  const client = useQueryClient();
  const stop = useMutation(
    trpc.drive.stop.mutationOptions({
      // It may have ended already, unheard.
      onError: () => void client.invalidateQueries({ queryKey: trpc.drive.session.queryKey({ sessionId }) }),
    }),
  );
  const [pushed, setPushed] = useState<PushedStops>({});
  const [isWaiting, setWaiting] = useState(false);
  useLiveEvents((events) => setPushed((before) => foldStops(before, events)));
  const { mutate } = stop;
  useEffect(() => {
    if (!isWaiting) return;
    const send = () => {
      setWaiting(false);
      mutate({ sessionId });
    };
    window.addEventListener("online", send);
    return () => window.removeEventListener("online", send);
  }, [isWaiting, mutate, sessionId]);
  // Without a network it waits for one, and says so, for as long as the page is there: nothing is sent that nobody expects any more.
  const ask = () => (navigator.onLine ? mutate({ sessionId }) : setWaiting(true));
  const step = stop.data && stopStep(stop.data, pushed);
  const isOverdue = useLasting(step === "accepted" ? stop.data?.commandId : undefined, TAKES_EFFECT_MS);
  const failure = step === "refused" || step === "noAnswer" ? step : isOverdue ? "notEnded" : null;
  const answered = step === "unanswered" || (step === "accepted" && !isOverdue) ? step : null;
  const word = isWaiting ? "waiting" : stop.isPending ? "asking" : answered;
  return (
    <>
      {stop.error && <DriveProblem error={stop.error} onRetry={ask} />}
      {failure && !isWaiting && !stop.isPending && (
        <ProblemBox
          title={t(`stop.${failure}.title`)}
          advice={t(`stop.${failure}.advice`)}
          code={stop.data?.commandId.slice(0, 8) ?? ""}
        />
      )}
      <p role="status">{word && t(`stop.${word}`)}</p>
      <BigButton busy={isWaiting || stop.isPending} onClick={ask}>
        {t("stop.action")}
      </BigButton>
    </>
  );
}

/** Whether something has been so for that long. */
function useLasting(what: string | undefined, forMs: number): boolean {
  const [lasting, setLasting] = useState<string | null>(null);
  useEffect(() => {
    if (what === undefined) return;
    const timer = setTimeout(() => setLasting(what), forMs);
    return () => clearTimeout(timer);
  }, [what, forMs]);
  return what !== undefined && lasting === what;
}
