import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { nextPath } from "@/components/auth/next-path.ts";
import { findSession } from "@/components/auth/session.ts";
import { SignInForm } from "@/components/auth/sign-in-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: t("title") };
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = nextPath((await searchParams).next);
  if (await findSession()) redirect(next);
  const [t, app] = await Promise.all([getTranslations("auth"), getTranslations("app")]);
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 p-6">
      <div>
        <p className="text-body font-medium text-muted">{app("name")}</p>
        <h1 className="text-title font-semibold">{t("title")}</h1>
      </div>
      <SignInForm next={next} />
    </main>
  );
}
