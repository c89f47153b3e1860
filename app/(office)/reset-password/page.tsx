import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DoorPage } from "@/components/auth/door-page.tsx";
import { ResetPassword } from "@/components/auth/reset-password.tsx";
import { basePath } from "@/components/auth/session.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.reset");
  return { title: t("title"), referrer: "no-referrer" };
}

type Props = { searchParams: Promise<{ ticket?: string | string[] }> };

export default async function ResetPasswordPage({ searchParams }: Props) {
  const [{ ticket }, t, base] = await Promise.all([searchParams, getTranslations("auth.reset"), basePath()]);
  return (
    <DoorPage title={t("title")}>
      <ResetPassword ticketId={typeof ticket === "string" ? ticket : ""} base={base} />
    </DoorPage>
  );
}
