import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button.tsx";

export default async function NotFound() {
  const t = await getTranslations("page");
  return (
    <main className="mx-auto flex min-h-dvh max-w-lg flex-col items-start justify-center gap-3 p-6">
      <h1 className="text-title font-semibold">{t("notFoundTitle")}</h1>
      <p className="text-muted">{t("notFoundText")}</p>
      <Button asChild variant="primary">
        <Link href="/admin">{t("toOverview")}</Link>
      </Button>
    </main>
  );
}
