"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ChevronRight, Zap } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useTRPC } from "../api/trpc.ts";
import { formatEnergy } from "../format/energy.ts";
import { formatMoney } from "../format/money.ts";
import { useBase } from "./base.tsx";
import { foldOwnSession } from "./fold-own-session.ts";
import { useOwnEvents } from "./use-own-events.ts";

/** The way back to a session that runs, from wherever the driver is. */
export function RunningBanner() {
  const { isDriver } = useBase();
  return isDriver ? <Running /> : null;
}

function Running() {
  const t = useTranslations("drive");
  const locale = useLocale();
  const { base } = useBase();
  const trpc = useTRPC();
  const client = useQueryClient();
  const options = trpc.drive.sessions.queryOptions({ state: "active", limit: 20 });
  const sessions = useQuery(options);
  useOwnEvents((events) => {
    if (events.some((event) => event.type === "sessionChanged" && event.cause === "started")) {
      return void client.invalidateQueries({ queryKey: options.queryKey });
    }
    client.setQueryData(options.queryKey, (data) =>
      data ? { ...data, items: data.items.map((item) => foldOwnSession(item, events)) } : data,
    );
  });
  const running = sessions.data?.items.filter(({ state }) => state === "active") ?? [];
  return running.map(({ id, siteName, energyWh, grossMinor, currency }) => (
    <Link
      key={id}
      href={`${base}/drive/sessions/${id}`}
      className="flex min-h-14 items-center gap-3 rounded-card bg-brand p-3 text-on-brand"
    >
      <Zap aria-hidden="true" className="size-5 shrink-0" />
      <span className="min-w-0 flex-1">
        <span className="block font-semibold">{t("running", { place: siteName ?? "" })}</span>
        <span className="block">
          {formatEnergy(Number(energyWh), locale)}
          {grossMinor !== null && currency !== null && ` · ${formatMoney(BigInt(grossMinor), currency, locale)}`}
        </span>
      </span>
      <ChevronRight aria-hidden="true" className="size-5 shrink-0" />
    </Link>
  ));
}
