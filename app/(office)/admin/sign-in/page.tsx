import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireSession } from "@/components/auth/session.ts";
import { Providers } from "@/components/identity-providers/providers.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("identityProviders");
  return { title: t("title") };
}

export default async function SignInSettingsPage() {
  await requireSession();
  return <Providers />;
}
