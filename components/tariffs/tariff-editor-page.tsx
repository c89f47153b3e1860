"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { OneQueryError, QueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

const TariffEditor = dynamic(() => import("./tariff-editor.tsx").then((module) => module.TariffEditor), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

/** What is typed begins with what is known: read once, and not again under the typing. */
const FIXED = { refetchOnWindowFocus: false, refetchOnReconnect: false };

/** The editor comes as a chunk of its own, with the pricing engine. */
export function NewTariffPage() {
  const t = useTranslations("tariffs");
  const trpc = useTRPC();
  const defaults = useQuery({ ...trpc.tariff.defaults.queryOptions(), ...FIXED });
  return (
    <>
      <PageHead title={t("newTitle")} />
      {defaults.isError && <QueryError error={defaults.error} onRetry={() => void defaults.refetch()} />}
      {defaults.isPending && <Skeleton className="h-96" />}
      {defaults.data && <TariffEditor tariff={null} maxPowerW={null} defaults={defaults.data} />}
    </>
  );
}

export function NewVersionPage({ id }: { id: string }) {
  const t = useTranslations("tariffs");
  const trpc = useTRPC();
  const tariff = useQuery({ ...trpc.tariff.get.queryOptions({ tariffId: id }), ...FIXED });
  const uses = useQuery({ ...trpc.tariff.usesOf.queryOptions({ tariffId: id }), ...FIXED });
  const error = tariff.error ?? uses.error;
  return (
    <>
      <PageHead title={t("newVersionTitle", { name: tariff.data?.name ?? "" })} />
      {error && (
        <OneQueryError
          error={error}
          onRetry={() => void Promise.all([tariff.refetch(), uses.refetch()])}
          missing={t("missing")}
          list={{ href: "/admin/tariffs", label: t("toList") }}
        />
      )}
      {!error && !(tariff.data && uses.data) && <Skeleton className="h-96" />}
      {tariff.data && uses.data && (
        <TariffEditor
          key={tariff.data.id}
          tariff={tariff.data}
          maxPowerW={uses.data.maxPowerW}
          defaults={{ currency: tariff.data.currency, countryCode: null, vat: null }}
        />
      )}
    </>
  );
}
