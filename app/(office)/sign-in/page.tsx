import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { NextIntlClientProvider } from "next-intl";
import { getMessages, getTranslations } from "next-intl/server";
import { CompanyProblem } from "@/components/auth/company-problem.tsx";
import { CompanySignIns } from "@/components/auth/company-sign-ins.tsx";
import { DoorPage } from "@/components/auth/door-page.tsx";
import { FactorForm } from "@/components/auth/factor-form.tsx";
import { nextPath } from "@/components/auth/next-path.ts";
import { Notice } from "@/components/auth/notice.tsx";
import { OpenedOfficeLink } from "@/components/auth/opened-office-link.tsx";
import { basePath, findPerson, findSession } from "@/components/auth/session.ts";
import { SetUpFactor } from "@/components/auth/set-up-factor.tsx";
import { SignInWays } from "@/components/auth/sign-in-ways.tsx";
import { pickMessages } from "@/components/i18n/messages.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: t("title") };
}

type Asked = { next?: string | string[]; ticket?: string | string[]; error?: string | string[] };
type Props = { searchParams: Promise<Asked> };

export default async function SignInPage({ searchParams }: Props) {
  const [{ next: asked, ticket: opened, error }, base, t] = await Promise.all([
    searchParams,
    basePath(),
    getTranslations("auth"),
  ]);
  const next = nextPath(asked, `${base}/admin`);
  const ticketId = typeof opened === "string" ? opened : null;
  const person = await findPerson();
  const { missingFactor = null, email = "" } = person?.user ?? {};
  // Who opens a link of a mail may be somebody else than who is signed in on this browser.
  if (ticketId !== null) {
    return (
      <DoorPage title={t("title")}>
        <OpenedOfficeLink ticketId={ticketId} next={next} />
        {person && (
          <p>
            {t("mail.signedInAs", { email })}{" "}
            <a href={next} className="text-brand underline">
              {t("mail.goOn", { email })}
            </a>
          </p>
        )}
      </DoorPage>
    );
  }
  if (await findSession()) redirect(next);
  if (missingFactor === "show") {
    return (
      <DoorPage title={t("factor.title")}>
        <FactorForm next={next} email={email} />
      </DoorPage>
    );
  }
  if (missingFactor === "setUp") {
    return (
      <DoorPage title={t("setUp.title")}>
        <NextIntlClientProvider messages={pickMessages(await getMessages(), ["app", "auth", "ui", "account"])}>
          <SetUpFactor next={next} />
        </NextIntlClientProvider>
      </DoorPage>
    );
  }
  return (
    <DoorPage title={t("title")}>
      <CompanyProblem error={error} />
      {person && <Notice>{t("noOffice", { email })}</Notice>}
      <CompanySignIns audience="staff" next={next} />
      <SignInWays next={next} base={base} />
    </DoorPage>
  );
}
