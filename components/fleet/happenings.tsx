"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { type Happening, happeningKey } from "../../server/core/happening.ts";
import { QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { formatEnergy } from "../format/energy.ts";
import { Button } from "../ui/button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { ScrollRegion } from "../ui/scroll-region.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { StateMark } from "../ui/state-mark.tsx";
import { useFleetPushes } from "./use-fleet.ts";

const MOST = 50;

const FAMILY = {
  sessionStarted: "charging",
  sessionEnded: "free",
  fault: "fault",
  disconnected: "offline",
  connected: "free",
  booted: "waiting",
  refused: "out",
  unmatchedStop: "waiting",
} as const satisfies Record<Happening["kind"], string>;

/** The newest of what happened in the fleet, or at one site, as it happens. Under the pointer and the focus it stands still. */
export function Happenings({ siteId, isStale }: { siteId: string | null; isStale: boolean }) {
  const t = useTranslations("fleet");
  const trpc = useTRPC();
  const client = useQueryClient();
  const input = { limit: MOST, ...(siteId === null ? {} : { siteId }) };
  const query = useQuery(trpc.fleet.happenings.queryOptions(input));
  const [held, setHeld] = useState<readonly Happening[] | null>(null);
  useFleetPushes(({ happened }) => {
    const here = happened.filter((one) => siteId === null || one.siteId === siteId);
    if (here.length === 0) return;
    client.setQueryData(trpc.fleet.happenings.queryKey(input), (before) => before && newestOf([...here, ...before]));
  });
  const newest = query.data ?? [];
  const shown = held ?? newest;
  const shownKeys = new Set(shown.map(happeningKey));
  const waiting = newest.filter((one) => !shownKeys.has(happeningKey(one))).length;
  const hold = () => setHeld((before) => before ?? newest);
  return (
    <div className="flex min-h-0 flex-col lg:h-[24rem]">
      <div className="mb-2 flex min-h-7 items-center justify-between gap-2">
        <h2 className="text-section font-semibold">{t("newest")}</h2>
        {held && waiting > 0 && (
          <Button size="small" onClick={() => setHeld(newest)}>
            {t("news", { count: waiting })}
          </Button>
        )}
      </div>
      {query.isError && <QueryError error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-80 w-full" />}
      {query.data?.length === 0 && <p className="text-muted">{t("nothingHappened")}</p>}
      {shown.length > 0 && (
        <ScrollRegion
          label={t("newest")}
          className="max-h-96 min-h-0 overflow-y-auto rounded-card border bg-card lg:max-h-none"
          onPointerEnter={hold}
          onPointerLeave={() => setHeld(null)}
          onFocus={hold}
          onBlur={() => setHeld(null)}
        >
          <ul className={isStale ? "divide-y text-muted" : "divide-y"}>
            {shown.map((one) => (
              <HappeningRow key={happeningKey(one)} happening={one} />
            ))}
          </ul>
        </ScrollRegion>
      )}
    </div>
  );
}

/** The newest first, each once. */
function newestOf(happenings: readonly Happening[]): Happening[] {
  const byKey = new Map(happenings.map((one) => [happeningKey(one), one]));
  return [...byKey.values()].sort((one, other) => other.at.localeCompare(one.at)).slice(0, MOST);
}

function HappeningRow({ happening }: { happening: Happening }) {
  const t = useTranslations("fleet");
  const format = useFormatter();
  const locale = useLocale();
  const { kind, at, identity, chargePointId, connectorNumber, sessionId, energyWh, detail } = happening;
  const where = connectorNumber === null ? identity : t("plug", { identity, number: connectorNumber });
  const href = sessionId === null ? `/admin/charge-points/${chargePointId}` : `/admin/sessions/${sessionId}`;
  const energy = energyWh === null ? "" : formatEnergy(Number(energyWh), locale);
  const old = Date.now() - new Date(at).getTime() > 86_400_000;
  return (
    <li className="flex items-start gap-2 px-4 py-2 text-dense" data-happening={kind}>
      <span className="mt-0.5">
        <StateMark family={FAMILY[kind]} />
      </span>
      <span className="min-w-0 flex-1 break-words">
        <Link href={href} className="font-medium hover:underline">
          {where}
        </Link>{" "}
        {t(`happening.${kind}`, { energy })}
        {detail !== null && <span className="text-muted"> ({detail})</span>}
      </span>
      {old ? (
        <time dateTime={at} className="whitespace-nowrap text-muted">
          {format.dateTime(new Date(at), { day: "numeric", month: "short" })}
        </time>
      ) : (
        <RelativeTime at={new Date(at)} className="text-muted" />
      )}
    </li>
  );
}
