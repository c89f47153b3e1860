"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { List, LocateFixed, Map as MapIcon, MapPin } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { SiteView } from "../../server/services/place/station-view.ts";
import { useTRPC } from "../api/trpc.ts";
import { formatPower } from "../format/power.ts";
import { useSharedNow } from "../ui/use-shared-now.ts";
import { useBase } from "./base.tsx";
import { DriveProblem } from "./drive-problem.tsx";
import { foldPlug } from "./fold-plugs.ts";
import { PlugState } from "./plug-state.tsx";
import { useShortPrice } from "./price-card.tsx";
import { RunningBanner } from "./running-banner.tsx";
import { useSiteTopics } from "./use-site-topics.ts";

/** The map weighs as much as the app: it comes when it is asked for. */
const StationsMap = dynamic(() => import("./stations-map.tsx").then((module) => module.StationsMap), { ssr: false });

/** Nobody pushes that a station was heard, or what a start would cost from now on. */
const ASK_AGAIN_MS = 60_000;

type Near = { readonly latitude: number; readonly longitude: number };

/** The company's stations: the nearest first where the driver lets us know where they are, else by name. */
export function StationList({ view }: { view: "list" | "map" }) {
  const t = useTranslations("drive");
  const trpc = useTRPC();
  const client = useQueryClient();
  const [search, setSearch] = useState("");
  const [near, setNear] = useState<Near | null>(null);
  const [selectedId, select] = useState<string | null>(null);
  const { base } = useBase();
  const options = trpc.place.sites.queryOptions({ ...(near ? { near } : {}), ...(search ? { search } : {}) });
  const sites = useQuery({ ...options, placeholderData: (before) => before, refetchInterval: ASK_AGAIN_MS });
  useSiteTopics(sites.data?.map(({ id }) => id) ?? [], {
    onEvents: (events) =>
      client.setQueryData(options.queryKey, (data) =>
        data?.map((site) => ({ ...site, plugs: site.plugs.map((plug) => foldPlug(plug, events)) })),
      ),
    onWatching: () => void client.invalidateQueries({ queryKey: options.queryKey }),
  });
  return (
    <>
      <RunningBanner />
      <div className="flex items-center justify-between gap-3">
        <h1 className="text-title font-semibold">{t("stations.title")}</h1>
        <Link
          href={view === "map" ? `${base}/drive` : `${base}/drive?view=map`}
          replace
          className="flex min-h-12 items-center gap-2 rounded-card px-3 text-brand"
        >
          {view === "map" ? (
            <List aria-hidden="true" className="size-5" />
          ) : (
            <MapIcon aria-hidden="true" className="size-5" />
          )}
          {t(view === "map" ? "stations.asList" : "stations.asMap")}
        </Link>
      </div>
      <SearchBar onSearch={setSearch} onLocate={setNear} isLocated={near !== null} />
      {sites.isError && <DriveProblem error={sites.error} onRetry={() => void sites.refetch()} />}
      {sites.isPending && <p role="status">{t("loading")}</p>}
      {sites.data?.length === 0 && (
        <p className="rounded-card border bg-card p-4">
          {search ? t("stations.noMatch", { search }) : t("stations.empty")}
        </p>
      )}
      {view === "map" && sites.data && <StationsMap sites={sites.data} selectedId={selectedId} onSelect={select} />}
      {view === "map" && selectedId === null && <p className="text-body text-muted">{t("stations.tapPin")}</p>}
      <ul className="flex flex-col gap-3">
        {(view === "map" ? sites.data?.filter(({ id }) => id === selectedId) : sites.data)?.map((site) => (
          <SiteCard key={site.id} site={site} />
        ))}
      </ul>
    </>
  );
}

type SearchBarProps = { onSearch: (text: string) => void; onLocate: (near: Near) => void; isLocated: boolean };

function SearchBar({ onSearch, onLocate, isLocated }: SearchBarProps) {
  const t = useTranslations("drive.stations");
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<"denied" | "unknown" | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(text.trim());
  };
  const locate = () => {
    if (!("geolocation" in navigator)) return setProblem("unknown");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setProblem(null);
        onLocate({ latitude: coords.latitude, longitude: coords.longitude });
      },
      ({ code }) => setProblem(code === 1 ? "denied" : "unknown"),
      { timeout: 10_000, maximumAge: 60_000 },
    );
  };
  return (
    <search>
      <form onSubmit={submit} className="flex flex-col gap-2">
        <div className="flex gap-2">
          <label className="min-w-0 flex-1">
            <span className="sr-only">{t("search")}</span>
            <input
              type="search"
              enterKeyHint="search"
              placeholder={t("search")}
              className="h-12 w-full rounded-card border border-line-strong bg-card px-3 text-driver"
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                if (event.target.value === "") onSearch("");
              }}
            />
          </label>
          <button
            type="button"
            aria-pressed={isLocated}
            aria-label={t("locate")}
            onClick={locate}
            className="flex size-12 shrink-0 items-center justify-center rounded-card border border-line-strong bg-card text-fg aria-pressed:text-brand"
          >
            <LocateFixed aria-hidden="true" className="size-5" />
          </button>
        </div>
        {problem && (
          <p role="alert" className="text-body text-muted">
            {t(problem === "denied" ? "locateDenied" : "locateUnknown")}
          </p>
        )}
      </form>
    </search>
  );
}

function SiteCard({ site }: { site: SiteView }) {
  const t = useTranslations("drive.stations");
  const locale = useLocale();
  const { base } = useBase();
  const format = useFormatter();
  const now = useSharedNow();
  const shortPrice = useShortPrice();
  const free = site.plugs.filter(({ state }) => state === "free").length;
  // Of those that are live: what can be said of all of them.
  const [heardAt] = site.plugs
    .flatMap(({ state, heardAt: at }) => (state === "offline" || at === null ? [] : [at]))
    .sort();
  const place = [site.address, site.city].filter(Boolean).join(", ");
  const distance =
    site.distanceM === null
      ? null
      : new Intl.NumberFormat(locale, {
          style: "unit",
          unit: site.distanceM < 1000 ? "meter" : "kilometer",
          maximumFractionDigits: 1,
        }).format(site.distanceM < 1000 ? site.distanceM : site.distanceM / 1000);
  return (
    <li className="rounded-card border bg-card p-4">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="text-section font-semibold">{site.name}</h2>
          <p className="flex items-center gap-1 text-body text-muted">
            <MapPin aria-hidden="true" className="size-4 shrink-0" />
            <span className="min-w-0">{[place, distance].filter(Boolean).join(" · ")}</span>
          </p>
        </div>
        <p className="shrink-0 text-right font-semibold" data-slot="free-total">
          {t("freeOf", { free, total: site.plugs.length })}
        </p>
      </div>
      {heardAt !== undefined && (
        <p className="text-body text-muted">
          {t("heard", { ago: format.relativeTime(Math.min(Date.parse(heardAt), now.getTime()), now) })}
        </p>
      )}
      <ul className="mt-3 flex flex-col divide-y">
        {site.plugs.map((plug) => (
          <li key={plug.key}>
            <Link
              href={`${base}/drive/stations/${encodeURIComponent(plug.key)}`}
              className="flex min-h-14 flex-wrap items-center justify-between gap-x-3 gap-y-1 py-2"
            >
              <span className="min-w-0">
                <span className="block font-medium">
                  {t("plug", { station: plug.stationName, number: plug.connectorNumber })}
                </span>
                <span className="block text-body text-muted">
                  {[plug.maxPowerW && formatPower(plug.maxPowerW, locale), shortPrice(plug.price)]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </span>
              <PlugState state={plug.state} since={plug.since} />
            </Link>
          </li>
        ))}
      </ul>
    </li>
  );
}
