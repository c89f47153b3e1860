import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireSession } from "@/components/auth/session.ts";
import { ConnectPage } from "@/components/onboarding/connect-page.tsx";
import { runtime } from "@/server/handle.ts";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("onboarding");
  return { title: t("firstWords") };
}

export default async function Page({ params }: Props) {
  const [{ id }, { tenant }] = await Promise.all([params, requireSession()]);
  if (!runtime().auth.permissionsOf(tenant.role).includes("chargePoint.write")) notFound();
  return <ConnectPage id={id} />;
}
