"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { formatKwh } from "../format/energy.ts";
import { formatMoney } from "../format/money.ts";
import { formatKw } from "../format/power.ts";
import { cn } from "../ui/cn.ts";
import { StateBadge } from "../ui/state-badge.tsx";
import { TimeSince } from "../ui/time-since.tsx";
import { powerNow, stateSince } from "./connector-family.ts";
import { toStatus } from "./connector-status.ts";
import type { ChargePoint, Connector, RunningSession } from "./fold-live.ts";
import { COLUMNS } from "./list-columns.ts";

/** A connector: its number, its state, and what runs there. Two lines where there is no room for one. */
export function ConnectorRow({ point, connector }: { point: ChargePoint; connector: Connector }) {
  const t = useTranslations("overview");
  return (
    <li
      data-list-connector={connector.number}
      className={cn(
        "grid min-h-8 grid-cols-[1.25rem_minmax(0,1fr)] items-center px-3 text-dense @4xl:min-h-row",
        COLUMNS,
      )}
    >
      <span className="text-muted">
        <span className="sr-only">{t("connector")} </span>
        {connector.number}
      </span>
      <span className="flex min-w-0">
        <StateBadge
          status={toStatus(connector.status)}
          isOnline={point.isOnline}
          errorCode={connector.errorCode}
          since={stateSince(point, connector)}
        />
      </span>
      {connector.session && <SessionCells point={point} session={connector.session} />}
    </li>
  );
}

/** Units are in the head where there is one, and for who hears the row. */
const Unit = ({ children }: { children: string }) => <span className="@4xl:sr-only">{` ${children}`}</span>;

function SessionCells({ point, session }: { point: ChargePoint; session: RunningSession }) {
  const t = useTranslations("overview");
  const locale = useLocale();
  const powerW = powerNow(point, session);
  const { energyWh, currency, grossMinor, startedAt } = session;
  return (
    <span className="col-start-2 flex flex-wrap gap-x-3 pb-1 tabular-nums @4xl:contents">
      <span className="@4xl:text-right">
        {powerW === null ? (
          <Nothing />
        ) : (
          <>
            {formatKw(powerW, locale)}
            <Unit>kW</Unit>
          </>
        )}
      </span>
      <Link
        href={`/admin/sessions/${session.id}`}
        prefetch={false}
        className="relative z-1 underline decoration-line-strong underline-offset-2 hover:decoration-current @4xl:justify-self-end"
      >
        <span className="sr-only">{t("session")} </span>
        {formatKwh(Number(energyWh), locale)}
        <Unit>kWh</Unit>
      </Link>
      <span className="@4xl:text-right">
        {currency === null || grossMinor === null ? <Nothing /> : formatMoney(BigInt(grossMinor), currency, locale)}
      </span>
      <TimeSince since={new Date(startedAt)} className="@4xl:justify-self-end" />
    </span>
  );
}

const Nothing = () => <span className="text-muted">—</span>;
