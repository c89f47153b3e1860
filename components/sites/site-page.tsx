"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useConnection } from "../api/live-provider.tsx";
import { OneQueryError, QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { useRefreshSoon } from "../charge-points/use-live-list.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { StateMark } from "../ui/state-mark.tsx";
import { SiteFields } from "./site-fields.tsx";

type Plug = RouterOutputs["site"]["plugs"][number];

/** A site: what is said of it, and its plugs with the stickers that lead guests to their page. */
export function SitePage({ id, permissions }: { id: string; permissions: readonly string[] }) {
  const t = useTranslations("sites");
  const trpc = useTRPC();
  const client = useQueryClient();
  const [isEditing, setEditing] = useState(false);
  const site = useQuery(trpc.site.get.queryOptions({ siteId: id }));
  const update = useMutation(
    trpc.site.update.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries({ queryKey: trpc.site.pathKey() });
        await client.invalidateQueries({ queryKey: trpc.fleet.pathKey() });
        setEditing(false);
      },
    }),
  );
  const problem = site.isError && (
    <OneQueryError
      error={site.error}
      missing={t("missing")}
      list={{ href: "/admin/sites", label: t("title") }}
      onRetry={() => void site.refetch()}
      isRetrying={site.isFetching}
      className="mb-4"
    />
  );
  if (!site.data) {
    return (
      <>
        <PageHead title={t("one")} />
        {problem || <Skeleton className="h-40 w-full max-w-3xl" />}
      </>
    );
  }
  const { name, address, postalCode, city, country, timeZone, isPublic } = site.data;
  const place = [address, [postalCode, city].filter(Boolean).join(" "), country].filter(Boolean).join(", ");
  return (
    <>
      <PageHead
        title={name}
        action={
          permissions.includes("chargePoint.write") &&
          !isEditing && (
            <Button variant="primary" onClick={() => setEditing(true)}>
              {t("edit")}
            </Button>
          )
        }
      />
      {problem}
      {isEditing ? (
        <SiteFields
          site={site.data}
          canPrice={permissions.includes("tariff.write")}
          isBusy={update.isPending}
          error={update.error}
          onSave={(draft) => update.mutate({ ...draft, siteId: id })}
          onClose={() => setEditing(false)}
        />
      ) : (
        <p className="mb-4 max-w-[75ch]">
          {place} <span className="text-muted">· {timeZone}</span> {!isPublic && <Badge>{t("notPublic")}</Badge>}
        </p>
      )}
      <p className="mb-6 flex flex-wrap gap-4 print:hidden">
        <Link href={`/admin/charge-points?site=${id}`} className="text-brand underline">
          {t("itsChargePoints")}
        </Link>
        <Link href={`/admin/sessions?site=${id}`} className="text-brand underline">
          {t("itsSessions")}
        </Link>
      </p>
      <Plugs siteId={id} siteName={name} />
    </>
  );
}

function Plugs({ siteId, siteName }: { siteId: string; siteName: string }) {
  const t = useTranslations("sites");
  const trpc = useTRPC();
  const isStale = useConnection().since !== null;
  const refreshSoon = useRefreshSoon();
  const plugs = useQuery(trpc.site.plugs.queryOptions({ siteId }));
  useLiveTopic({ kind: "site", id: siteId }, (events) => {
    const isShown = ({ type }: { type: string }) => type === "connectorStatusChanged" || type === "connectionChanged";
    if (events.some(isShown)) refreshSoon(trpc.site.plugs.pathKey());
  });
  return (
    <section aria-labelledby="plugs-head">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 id="plugs-head" className="text-section font-semibold">
          {t("plugs")}
        </h2>
        {(plugs.data?.length ?? 0) > 0 && (
          <Button className="print:hidden" onClick={() => window.print()}>
            {t("print")}
          </Button>
        )}
      </div>
      {plugs.isError && <QueryError error={plugs.error} onRetry={() => void plugs.refetch()} />}
      {plugs.isPending && <Skeleton className="h-40 w-full" />}
      {plugs.data?.length === 0 && <p className="text-muted">{t("noPlugs")}</p>}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-4">
        {plugs.data?.map((plug) => (
          <PlugSticker key={plug.connectorId} plug={plug} siteName={siteName} isStale={isStale} />
        ))}
      </ul>
    </section>
  );
}

function PlugSticker({ plug, siteName, isStale }: { plug: Plug; siteName: string; isStale: boolean }) {
  const t = useTranslations("sites");
  const { identity, number, evseId, family, guestPage, qrCode, chargePointId } = plug;
  const name = t("plug", { identity, number });
  return (
    <li className="flex break-inside-avoid flex-col gap-2 rounded-card border bg-card p-4" data-testid="plug">
      <p className="font-medium">
        <Link href={`/admin/charge-points/${chargePointId}`} className="hover:underline">
          {name}
        </Link>
      </p>
      <p className={cn("flex items-center gap-2 text-dense print:hidden", isStale && "text-muted")}>
        <StateMark family={family} /> {t(`family.${family}`)}
      </p>
      {qrCode && (
        // biome-ignore lint/performance/noImgElement: drawn for this page
        <img
          src={`data:image/svg+xml;utf8,${encodeURIComponent(qrCode)}`}
          alt={t("qrCode", { name })}
          className="size-40 self-center rounded-control bg-white p-1"
        />
      )}
      <p className="hidden text-center text-dense print:block">{siteName}</p>
      <p className="text-center font-mono text-code break-all">{evseId ?? `${identity}/${number}`}</p>
      <a href={guestPage} target="_blank" rel="noreferrer" className="text-center text-brand underline print:hidden">
        {t("guestPage")}
      </a>
    </li>
  );
}
