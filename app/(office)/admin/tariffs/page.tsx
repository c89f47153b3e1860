import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireSession } from "@/components/auth/session.ts";
import { TariffList } from "@/components/tariffs/tariff-list.tsx";
import { runtime } from "@/server/handle.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("tariffs");
  return { title: t("title") };
}

export default async function Page() {
  const { tenant } = await requireSession();
  return <TariffList canWrite={runtime().auth.permissionsOf(tenant.role).includes("tariff.write")} />;
}
