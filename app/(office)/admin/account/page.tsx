import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountPanel } from "@/components/account/account-panel.tsx";
import { requireSession } from "@/components/auth/session.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("title") };
}

export default async function AccountPage() {
  await requireSession();
  return <AccountPanel />;
}
