"use client";

import Link from "next/link";
import { useLocale, useNow, useTranslations } from "next-intl";
import { formatDuration } from "../format/duration.ts";
import { formatEnergy } from "../format/energy.ts";
import { formatMoney } from "../format/money.ts";
import { plugName } from "../format/plug-name.ts";
import { formatPower } from "../format/power.ts";
import { cn } from "../ui/cn.ts";
import { StateBadge } from "../ui/state-badge.tsx";
import { powerNow, stateSince } from "./connector-family.ts";
import { toStatus } from "./connector-status.ts";
import { EditConnector } from "./edit-connector.tsx";
import type { ChargePoint, RunningSession } from "./fold-live.ts";

type ConnectorCardsProps = { point: ChargePoint; isStale: boolean; canWrite: boolean };

/** Each connector: what it is, its state and what runs there. */
export function ConnectorCards({ point, isStale, canWrite }: ConnectorCardsProps) {
  const t = useTranslations("chargePoint");
  const locale = useLocale();
  const isOpen = canWrite && point.retiredAt === null;
  return (
    <section aria-label={t("connectors")} className={cn("mb-4 grid gap-3 @lg:grid-cols-2", isStale && "grayscale")}>
      {point.connectors.map((connector) => (
        <article
          key={connector.id}
          className="min-w-0 rounded-card border bg-card px-4 py-3"
          data-connector={connector.number}
        >
          <div className="mb-2 flex items-center justify-between gap-2">
            <h2 className="font-semibold">{t("connector", { number: connector.number })}</h2>
            {isOpen && <EditConnector point={point} connector={connector} />}
          </div>
          <p className="mb-2 text-dense break-words text-muted empty:hidden" data-slot="plug">
            {[
              ...(connector.standard ? [plugName(connector.standard)] : []),
              ...(connector.maxPowerW === null ? [] : [formatPower(connector.maxPowerW, locale)]),
              ...(connector.evseId ? [connector.evseId] : []),
            ].join(" · ")}
          </p>
          <StateBadge
            status={toStatus(connector.status)}
            isOnline={point.isOnline}
            errorCode={connector.errorCode}
            since={stateSince(point, connector)}
          />
          {connector.statusInfo && <p className="mt-1 text-dense text-muted">{connector.statusInfo}</p>}
          {connector.session && <Running point={point} session={connector.session} />}
        </article>
      ))}
      {point.connectors.length === 0 && <p className="text-muted">{t("noConnectors")}</p>}
      {isOpen && (
        <div>
          <EditConnector point={point} connector={null} />
        </div>
      )}
    </section>
  );
}

function Running({ point, session }: { point: ChargePoint; session: RunningSession }) {
  const t = useTranslations("chargePoint");
  const locale = useLocale();
  const now = useNow({ updateInterval: 10_000 });
  const powerW = powerNow(point, session);
  const { socPercent, currency, grossMinor } = session;
  const figures = [
    ...(powerW === null ? [] : [formatPower(powerW, locale)]),
    formatEnergy(Number(session.energyWh), locale),
    ...(currency === null || grossMinor === null ? [] : [formatMoney(BigInt(grossMinor), currency, locale)]),
    formatDuration(now.getTime() - new Date(session.startedAt).getTime()),
    ...(socPercent === null ? [] : [t("soc", { percent: socPercent })]),
  ];
  return (
    <div className="mt-3 text-dense">
      <p>
        <Link href={`/admin/sessions/${session.id}`} prefetch={false} className="text-brand underline">
          {t("runningSession")}
        </Link>
        <span className="text-muted"> · {session.idToken}</span>
      </p>
      <p className="tabular-nums">{figures.join(" · ")}</p>
    </div>
  );
}
