import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { nextPath } from "@/components/auth/next-path.ts";
import { findFace, findPerson, findSession } from "@/components/auth/session.ts";
import { SignInForm } from "@/components/auth/sign-in-form.tsx";
import { brandFile } from "@/components/brand/brand-files.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: t("title") };
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = nextPath((await searchParams).next);
  if (await findSession()) redirect(next);
  const person = await findPerson();
  const [t, app, face] = await Promise.all([getTranslations("auth"), getTranslations("app"), findFace()]);
  const logo = face && brandFile(face, "logo");
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 p-6">
      <div>
        {logo ? (
          // biome-ignore lint/performance/noImgElement: a tenant's own file, immutable and small already
          <img src={logo} alt={face.name} className="mb-4 max-h-10 max-w-60" />
        ) : (
          <p className="text-body font-medium text-muted">{face?.name ?? app("name")}</p>
        )}
        <h1 className="text-title font-semibold">{t("title")}</h1>
      </div>
      {person && (
        <p role="alert" className="rounded-card border border-waiting-text bg-waiting-tint p-3 text-waiting-text">
          {t("noOffice", { email: person.user.email })}
        </p>
      )}
      <SignInForm next={next} />
    </main>
  );
}
