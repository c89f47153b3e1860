"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";
import { useBase } from "./base.tsx";
import { PlugState } from "./plug-state.tsx";

type OnePlug = RouterOutputs["place"]["plug"];

/** The next best thing when this plug is not free. */
export function OtherPlugs({ one }: { one: OnePlug }) {
  const t = useTranslations("drive");
  const { base } = useBase();
  const others = one.site.plugs.filter(({ key, state }) => key !== one.plug.key && state === "free");
  if (one.plug.state === "free" || others.length === 0) return null;
  return (
    <section aria-label={t("start.others")} className="flex flex-col gap-2">
      <h2 className="text-section font-semibold">{t("start.others")}</h2>
      <ul className="flex flex-col gap-2">
        {others.slice(0, 4).map((plug) => (
          <li key={plug.key}>
            <Link
              href={`${base}/drive/stations/${encodeURIComponent(plug.key)}`}
              className="flex min-h-12 items-center justify-between gap-3 rounded-card border bg-card px-4 py-2"
            >
              {t("stations.plug", { station: plug.stationName, number: plug.connectorNumber })}
              <PlugState state={plug.state} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
