import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireSession } from "@/components/auth/session.ts";
import { SitePage } from "@/components/sites/site-page.tsx";
import { runtime } from "@/server/handle.ts";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("sites");
  return { title: t("title") };
}

export default async function Page({ params }: Props) {
  const [{ id }, { tenant }] = await Promise.all([params, requireSession()]);
  return <SitePage id={id} permissions={runtime().auth.permissionsOf(tenant.role)} />;
}
