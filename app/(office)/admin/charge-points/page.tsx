import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireSession } from "@/components/auth/session.ts";
import { ChargePoints } from "@/components/charge-points/charge-points.tsx";
import { runtime } from "@/server/handle.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("overview");
  return { title: t("title") };
}

export default async function ChargePointsPage() {
  const { tenant } = await requireSession();
  return <ChargePoints permissions={runtime().auth.permissionsOf(tenant.role)} />;
}
