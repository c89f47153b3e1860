import type { Metadata } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getMessages, getTranslations } from "next-intl/server";
import { AcceptInvitation } from "@/components/auth/accept-invitation.tsx";
import { DoorPage } from "@/components/auth/door-page.tsx";
import { pickMessages } from "@/components/i18n/messages.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.invitation");
  return { title: t("title"), referrer: "no-referrer" };
}

type Props = { searchParams: Promise<{ ticket?: string | string[] }> };

export default async function InvitationPage({ searchParams }: Props) {
  const [{ ticket }, t, messages] = await Promise.all([
    searchParams,
    getTranslations("auth.invitation"),
    getMessages(),
  ]);
  return (
    <DoorPage title={t("title")}>
      <NextIntlClientProvider messages={pickMessages(messages, ["app", "auth", "ui", "members"])}>
        <AcceptInvitation ticketId={typeof ticket === "string" ? ticket : ""} />
      </NextIntlClientProvider>
    </DoorPage>
  );
}
