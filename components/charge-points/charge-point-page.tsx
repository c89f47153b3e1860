"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useTRPC } from "../api/trpc.ts";
import { PageHead } from "../ui/page-head.tsx";
import { ChargePointDetail } from "./charge-point-detail.tsx";

type Props = { id: string; permissions: readonly string[] };

/** One charge point on a page of its own, for direct links. */
export function ChargePointPage({ id, permissions }: Props) {
  const t = useTranslations("chargePoint");
  const onboarding = useTranslations("onboarding");
  const point = useQuery(useTRPC().chargePoint.get.queryOptions({ chargePoint: id }));
  return (
    <>
      <PageHead
        title={point.data?.identity ?? t("title")}
        action={
          permissions.includes("chargePoint.write") && (
            <Link href={`/admin/charge-points/${id}/connect`}>{onboarding("connectAction")}</Link>
          )
        }
      />
      <ChargePointDetail id={id} permissions={permissions} />
    </>
  );
}
