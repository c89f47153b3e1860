import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireSession } from "@/components/auth/session.ts";
import { BrandList } from "@/components/brands/brand-list.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("brands");
  return { title: t("title") };
}

export default async function BrandsPage() {
  await requireSession();
  return <BrandList />;
}
