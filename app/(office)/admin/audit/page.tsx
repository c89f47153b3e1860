import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditList } from "@/components/audit/audit-list.tsx";
import { requireSession } from "@/components/auth/session.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("audit");
  return { title: t("title") };
}

export default async function AuditPage() {
  await requireSession();
  return <AuditList />;
}
