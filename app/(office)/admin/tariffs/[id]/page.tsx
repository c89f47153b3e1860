import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireSession } from "@/components/auth/session.ts";
import { TariffPage } from "@/components/tariffs/tariff-page.tsx";
import { runtime } from "@/server/handle.ts";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("tariffs");
  return { title: t("title") };
}

export default async function Page({ params }: Props) {
  const [{ id }, { tenant }] = await Promise.all([params, requireSession()]);
  return <TariffPage id={id} canWrite={runtime().auth.permissionsOf(tenant.role).includes("tariff.write")} />;
}
