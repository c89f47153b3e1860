import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireSession } from "@/components/auth/session.ts";
import { SessionPage } from "@/components/sessions/session-page.tsx";
import { runtime } from "@/server/handle.ts";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ id }, { token }, t] = await Promise.all([params, requireSession(), getTranslations("session")]);
  const api = await runtime().api(token);
  // Why it cannot be shown is for the page to say; a title needs only a name.
  const session = await api.session.get({ sessionId: id }).catch(() => null);
  return { title: session ? t("title", { transaction: session.transactionId }) : t("plainTitle") };
}

export default async function Page({ params }: Props) {
  const [{ id }] = await Promise.all([params, requireSession()]);
  return <SessionPage id={id} />;
}
