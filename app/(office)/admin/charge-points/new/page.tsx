import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireSession } from "@/components/auth/session.ts";
import { NewChargePoint } from "@/components/onboarding/new-charge-point.tsx";
import { runtime } from "@/server/handle.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("onboarding");
  return { title: t("title") };
}

export default async function NewChargePointPage() {
  const { tenant } = await requireSession();
  if (!runtime().auth.permissionsOf(tenant.role).includes("chargePoint.write")) notFound();
  return <NewChargePoint />;
}
