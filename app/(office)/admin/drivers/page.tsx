import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireSession } from "@/components/auth/session.ts";
import { DriverList } from "@/components/drivers/driver-list.tsx";
import { runtime } from "@/server/handle.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("drivers");
  return { title: t("title") };
}

export default async function Page() {
  const { tenant } = await requireSession();
  return <DriverList canWrite={runtime().auth.permissionsOf(tenant.role).includes("driver.write")} />;
}
