import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireSession } from "@/components/auth/session.ts";
import { Overview } from "@/components/charge-points/overview.tsx";
import { runtime } from "@/server/handle.ts";

export async function generateMetadata(): Promise<Metadata> {
  const [{ tenant }, t] = await Promise.all([requireSession(), getTranslations("overview")]);
  // A layout's template reaches the pages below it, not the one beside it.
  return { title: { absolute: `${t("title")} · ${tenant.name}` } };
}

export default async function OverviewPage() {
  const { tenant } = await requireSession();
  return <Overview permissions={runtime().auth.permissionsOf(tenant.role)} />;
}
