import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ApiKeyList } from "@/components/api-keys/api-key-list.tsx";
import { requireSession } from "@/components/auth/session.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("apiKeys");
  return { title: t("title") };
}

export default async function ApiKeysPage() {
  await requireSession();
  return <ApiKeyList />;
}
