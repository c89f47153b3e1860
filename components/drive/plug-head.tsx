"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { plugName } from "../format/plug-name.ts";
import { formatPower } from "../format/power.ts";
import { useSharedNow } from "../ui/use-shared-now.ts";
import { PlugState } from "./plug-state.tsx";

type OnePlug = RouterOutputs["place"]["plug"];

/** Where it is, what it can, and how far it can be trusted. */
export function PlugHead({ one }: { one: OnePlug }) {
  const t = useTranslations("drive");
  const locale = useLocale();
  const format = useFormatter();
  const now = useSharedNow();
  const { plug, site, workedAt, week } = one;
  // What was pushed since the last tick is of now, and not of the future.
  const ago = (at: string) => format.relativeTime(Math.min(Date.parse(at), now.getTime()), now);
  return (
    <div className="flex flex-col gap-2">
      <h1 className="text-title font-semibold">
        {t("stations.plug", { station: plug.stationName, number: plug.connectorNumber })}
      </h1>
      <p className="text-muted">{[site.name, site.address, site.city].filter(Boolean).join(", ")}</p>
      <p className="flex flex-wrap items-center gap-2">
        <PlugState state={plug.state} since={plug.since} />
        {plug.maxPowerW !== null && <span>{formatPower(plug.maxPowerW, locale)}</span>}
        {plug.standard && <span>{plugName(plug.standard)}</span>}
      </p>
      <p className="text-body text-muted">
        {plug.heardAt ? t("plug.heard", { ago: ago(plug.heardAt) }) : t("plug.neverHeard")}
        {workedAt && ` · ${t("plug.worked", { ago: ago(workedAt) })}`}
        {week.begun > 0 && ` · ${t("plug.week", { worked: week.worked, begun: week.begun })}`}
      </p>
      {plug.evseId && (
        <p className="text-body text-muted">
          {t("plug.evse")} <code className="font-mono text-code">{plug.evseId}</code>
        </p>
      )}
    </div>
  );
}
