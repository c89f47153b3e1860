"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { OneQueryError } from "../api/query-error.tsx";
import { useTRPC } from "../api/trpc.ts";
import { PageHead } from "../ui/page-head.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

const TariffEditor = dynamic(() => import("./tariff-editor.tsx").then((module) => module.TariffEditor), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

/** The editor comes as a chunk of its own, with the pricing engine. */
export function NewTariffPage() {
  const t = useTranslations("tariffs");
  return (
    <>
      <PageHead title={t("newTitle")} />
      <TariffEditor tariff={null} maxPowerW={null} currency="EUR" />
    </>
  );
}

export function NewVersionPage({ id }: { id: string }) {
  const t = useTranslations("tariffs");
  const trpc = useTRPC();
  // What is typed begins with the newest version: read once, and not again under the typing.
  const fixed = { refetchOnWindowFocus: false, refetchOnReconnect: false };
  const tariff = useQuery({ ...trpc.tariff.get.queryOptions({ tariffId: id }), ...fixed });
  const uses = useQuery({ ...trpc.tariff.usesOf.queryOptions({ tariffId: id }), ...fixed });
  const error = tariff.error ?? uses.error;
  return (
    <>
      <PageHead title={t("newVersionTitle", { name: tariff.data?.name ?? "" })} />
      {error && (
        <OneQueryError error={error} missing={t("missing")} list={{ href: "/admin/tariffs", label: t("toList") }} />
      )}
      {tariff.data && uses.data && (
        <TariffEditor
          key={tariff.data.id}
          tariff={tariff.data}
          maxPowerW={uses.data.maxPowerW}
          currency={tariff.data.currency}
        />
      )}
    </>
  );
}
