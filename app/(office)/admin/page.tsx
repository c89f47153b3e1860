import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireSession } from "@/components/auth/session.ts";
import { Overview } from "@/components/overview/overview.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const [{ tenant }, t] = await Promise.all([requireSession(), getTranslations("fleet")]);
  // A layout's template reaches the pages below it, not the one beside it.
  return { title: { absolute: `${t("title")} · ${tenant.name}` } };
}

export default async function OverviewPage() {
  await requireSession();
  return <Overview />;
}
