"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import type { PlugOffer } from "../../server/services/place/station-view.ts";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useTRPC, useTRPCClient } from "../api/trpc.ts";
import { AsOf } from "./as-of.tsx";
import { useBase } from "./base.tsx";
import { BigButton, BigLink } from "./big-button.tsx";
import { DriveProblem } from "./drive-problem.tsx";
import { foldOnePlug } from "./fold-plugs.ts";
import { keepLastSeen, readLastSeen, toKeptPlug } from "./last-seen.ts";
import { NotYet } from "./not-yet.tsx";
import { OtherPlugs } from "./other-plugs.tsx";
import { PlugHead } from "./plug-head.tsx";
import { PriceCard } from "./price-card.tsx";
import { withPushed } from "./pushed-meanwhile.ts";
import { obstacleOf, offerOf, StartObstacleBox } from "./start-obstacle.tsx";
import { useFreshPrices } from "./use-fresh-prices.ts";
import { useKept } from "./use-kept.ts";
import { useSiteTopics } from "./use-site-topics.ts";

/** Nobody pushes that a station was heard, or what a start would cost from now on. */
const ASK_AGAIN_MS = 60_000;

type OnePlug = RouterOutputs["place"]["plug"];

/** One plug before the start: is it free, how old is that, does it work, what does it cost; and one button. */
export function PlugPage({ plugKey }: { plugKey: string }) {
  const t = useTranslations("drive");
  const { base, personId } = useBase();
  const trpc = useTRPC();
  const client = useQueryClient();
  const options = trpc.place.plug.queryOptions({ plug: plugKey });
  const caller = useTRPCClient();
  const plug = useQuery({
    ...options,
    queryFn: () => withPushed(() => caller.place.plug.query({ plug: plugKey }), foldOnePlug),
    refetchInterval: ASK_AGAIN_MS,
  });
  const { data, dataUpdatedAt } = plug;
  const keptAt = useKept(options.queryKey, dataUpdatedAt, () => {
    const { plug } = readLastSeen(base);
    return plug?.value.plug.key === plugKey ? plug : null;
  });
  useSiteTopics(data ? [data.site.id] : [], {
    onEvents: (events) =>
      client.setQueryData(options.queryKey, (before) =>
        before && keptAt === null ? foldOnePlug(before, events) : undefined,
      ),
    onWatching: () => void client.invalidateQueries({ queryKey: options.queryKey }),
  });
  useFreshPrices(data ? [data.plug] : []);
  useEffect(() => {
    if (data) keepLastSeen(base, personId, { plug: { at: new Date(dataUpdatedAt).toISOString(), value: data } });
  }, [base, personId, data, dataUpdatedAt]);
  const problem = plug.isError && <DriveProblem error={plug.error} onRetry={() => void plug.refetch()} />;
  if (!data) return <NotYet title={t("guest.title", { plug: plugKey })} problem={problem} />;
  const one = keptAt === null ? data : toKeptPlug(data);
  return (
    <>
      {problem}
      {keptAt !== null && <AsOf at={keptAt} />}
      <PlugHead one={one} />
      <PriceCard price={one.plug.price} />
      <StartPanel
        one={one}
        onOffer={(offer) =>
          client.setQueryData(
            options.queryKey,
            (before) => before && { ...before, plug: { ...before.plug, ...offer } },
            { updatedAt: dataUpdatedAt }, // its state is no younger by that
          )
        }
      />
    </>
  );
}

function StartPanel({ one, onOffer }: { one: OnePlug; onOffer: (offer: PlugOffer) => void }) {
  const t = useTranslations("drive");
  const { base, personId, isDriver } = useBase();
  const trpc = useTRPC();
  const router = useRouter();
  const { plug } = one;
  const here = `${base}/drive/stations/${encodeURIComponent(plug.key)}`;
  const toStart = (commandId: string) => `${base}/drive/start/${commandId}?plug=${encodeURIComponent(plug.key)}`;
  const start = useMutation(
    trpc.drive.start.mutationOptions({
      onSuccess: ({ commandId }) => router.push(toStart(commandId)),
      onError: (error) => {
        const offer = offerOf(error);
        if (offer) onOffer(offer);
      },
    }),
  );
  const join = useMutation(trpc.drive.join.mutationOptions({ onSuccess: () => window.location.assign(here) }));
  if (personId === null) {
    return (
      <BigLink href={`${base}/drive/sign-in?${new URLSearchParams({ next: here })}`}>{t("start.signInFirst")}</BigLink>
    );
  }
  if (!isDriver) {
    return (
      <>
        <p>{t("join.text")}</p>
        {join.error && <DriveProblem error={join.error} />}
        <BigButton busy={join.isPending} onClick={() => join.mutate()}>
          {t("join.action")}
        </BigButton>
      </>
    );
  }
  const obstacle = obstacleOf(start.error);
  return (
    <>
      {obstacle && <StartObstacleBox obstacle={obstacle} one={one} />}
      {start.error && !obstacle && <DriveProblem error={start.error} />}
      <p className="text-body text-muted">{t(plug.state === "free" ? "start.hintFree" : "start.hint")}</p>
      <BigButton
        busy={start.isPending || start.isSuccess}
        onClick={() => start.mutate({ plug: plug.key, tariffVersionId: plug.tariffVersionId })}
      >
        {t("start.action")}
      </BigButton>
      <OtherPlugs one={one} />
    </>
  );
}
