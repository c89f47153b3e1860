import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireSession } from "@/components/auth/session.ts";
import { NewVersionPage } from "@/components/tariffs/tariff-editor-page.tsx";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("tariffs");
  return { title: t("title") };
}

export default async function Page({ params }: Props) {
  const [{ id }] = await Promise.all([params, requireSession()]);
  return <NewVersionPage id={id} />;
}
