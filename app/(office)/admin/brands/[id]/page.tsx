import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireSession } from "@/components/auth/session.ts";
import { BrandPage } from "@/components/brands/brand-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("brands");
  return { title: t("title") };
}

export default async function OneBrandPage({ params }: { params: Promise<{ id: string }> }) {
  const { tenant } = await requireSession();
  return <BrandPage brandId={(await params).id} slug={tenant.slug} />;
}
