import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireSession } from "@/components/auth/session.ts";
import { SiteList } from "@/components/sites/site-list.tsx";
import { runtime } from "@/server/handle.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("sites");
  return { title: t("title") };
}

export default async function Page() {
  const { tenant } = await requireSession();
  return <SiteList permissions={runtime().auth.permissionsOf(tenant.role)} />;
}
