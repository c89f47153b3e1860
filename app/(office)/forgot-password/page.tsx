import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DoorPage } from "@/components/auth/door-page.tsx";
import { ForgotPassword } from "@/components/auth/forgot-password.tsx";
import { basePath } from "@/components/auth/session.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.forgot");
  return { title: t("title") };
}

export default async function ForgotPasswordPage() {
  const [t, base] = await Promise.all([getTranslations("auth"), basePath()]);
  return (
    <DoorPage title={t("forgot.title")}>
      <ForgotPassword />
      <Link href={`${base}/sign-in`} className="self-center text-brand underline">
        {t("back")}
      </Link>
    </DoorPage>
  );
}
