"use client";

import { List, LocateFixed, Map as MapIcon, MapPin } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { SiteView } from "../../server/services/place/station-view.ts";
import { formatPower } from "../format/power.ts";
import { useSharedNow } from "../ui/use-shared-now.ts";
import { useBase } from "./base.tsx";
import { DriveProblem } from "./drive-problem.tsx";
import { PlugState } from "./plug-state.tsx";
import { useShortPrice } from "./price-card.tsx";
import { RunningBanner } from "./running-banner.tsx";
import { useFreshPrices } from "./use-fresh-prices.ts";
import { useSiteTopics } from "./use-site-topics.ts";
import { useLiveSites, useSites } from "./use-sites.ts";

/** The map weighs as much as the app: it comes when it is asked for. */
const StationsMap = dynamic(() => import("./stations-map.tsx").then((module) => module.StationsMap), { ssr: false });

type Near = { readonly latitude: number; readonly longitude: number };
/** Where the driver was found, until the app is closed: back from a station, and not in the address, which is passed on. */
let lastNear: Near | null = null;

/** The company's stations: the nearest first where the driver lets us know where they are, else by name. The address says what is shown. */
export function StationList() {
  const t = useTranslations("drive");
  const { base } = useBase();
  const params = useSearchParams();
  const [near, setNear] = useState(lastNear);
  const isMap = params.get("view") === "map";
  const search = params.get("q") ?? "";
  const selectedId = params.get("site");
  const addressWith = (changes: Readonly<Record<string, string | null>>): string => {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(changes)) value ? next.set(name, value) : next.delete(name);
    return `${base}/drive?${next}`.replace(/\?$/, "");
  };
  const show = (changes: Readonly<Record<string, string | null>>) =>
    window.history.replaceState(null, "", addressWith(changes));
  const locate = (found: Near) => {
    lastNear = found;
    setNear(found);
  };
  const listed = useSites({ ...(near ? { near } : {}), ...(search ? { search } : {}) });
  const { data } = listed;
  // The map has pins of sites that are not listed.
  const selected = data?.items.filter(({ id }) => id === selectedId) ?? [];
  const isElsewhere = isMap && selectedId !== null && selected.length === 0;
  const elsewhere = useSites({ siteId: selectedId ?? "" }, isElsewhere);
  const shown = isElsewhere ? elsewhere.data?.items : isMap ? selected : data?.items;
  const problem = listed.isError ? listed : isElsewhere && elsewhere.isError ? elsewhere : null;
  useSiteTopics([...new Set([...(data?.items ?? []), ...(shown ?? [])].map(({ id }) => id))], useLiveSites());
  useFreshPrices(shown?.flatMap(({ plugs }) => plugs) ?? []);
  return (
    <>
      <RunningBanner />
      <div className="flex items-center justify-between gap-3">
        <h1 className="text-title font-semibold">{t("stations.title")}</h1>
        <Link
          href={addressWith({ view: isMap ? null : "map", site: null })}
          replace
          className="flex min-h-12 items-center gap-2 rounded-card px-3 text-brand"
        >
          {isMap ? <List aria-hidden="true" className="size-5" /> : <MapIcon aria-hidden="true" className="size-5" />}
          {t(isMap ? "stations.asList" : "stations.asMap")}
        </Link>
      </div>
      <SearchBar asked={search} onSearch={(q) => show({ q, site: null })} onLocate={locate} isLocated={near !== null} />
      {problem && <DriveProblem error={problem.error} onRetry={() => void problem.refetch()} />}
      {listed.isPending && <p role="status">{t("loading")}</p>}
      {data?.total === 0 && (
        <p className="rounded-card border bg-card p-4">
          {search ? t("stations.noMatch", { search }) : t("stations.empty")}
        </p>
      )}
      {isMap && data && (
        <StationsMap {...{ search, near, selectedId }} sites={data.items} onSelect={(site) => show({ site })} />
      )}
      <ul className="flex flex-col gap-3">
        {shown?.map((site) => (
          <SiteCard key={site.id} site={site} />
        ))}
      </ul>
      {!isMap && data && data.total > data.items.length && (
        <p className="text-body text-muted">{t("stations.ofMore", { shown: data.items.length, total: data.total })}</p>
      )}
    </>
  );
}

type SearchBarProps = {
  /** What the list shows already. */
  asked: string;
  onSearch: (text: string) => void;
  onLocate: (near: Near) => void;
  isLocated: boolean;
};

function SearchBar({ asked, onSearch, onLocate, isLocated }: SearchBarProps) {
  const t = useTranslations("drive.stations");
  const [text, setText] = useState(asked);
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
