import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireSession } from "@/components/auth/session.ts";
import { IdTokenList } from "@/components/id-tokens/id-token-list.tsx";
import { runtime } from "@/server/handle.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("idTokens");
  return { title: t("title") };
}

export default async function Page() {
  const { tenant } = await requireSession();
  return <IdTokenList canWrite={runtime().auth.permissionsOf(tenant.role).includes("idToken.write")} />;
}
