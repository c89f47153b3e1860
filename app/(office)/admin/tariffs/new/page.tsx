import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireSession } from "@/components/auth/session.ts";
import { NewTariffPage } from "@/components/tariffs/tariff-editor-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("tariffs");
  return { title: t("title") };
}

export default async function Page() {
  await requireSession();
  return <NewTariffPage />;
}
