import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireSession } from "@/components/auth/session.ts";
import { ChargePointPage } from "@/components/charge-points/charge-point-page.tsx";
import { runtime } from "@/server/handle.ts";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ id }, { token }, t] = await Promise.all([params, requireSession(), getTranslations("chargePoint")]);
  const api = await runtime().api(token);
  // Why it cannot be shown is for the page to say; a title needs only a name.
  const point = await api.chargePoint.get({ chargePoint: id }).catch(() => null);
  return { title: point?.identity ?? t("title") };
}

export default async function Page({ params }: Props) {
  const [{ id }, { tenant }] = await Promise.all([params, requireSession()]);
  return <ChargePointPage id={id} permissions={runtime().auth.permissionsOf(tenant.role)} />;
}
