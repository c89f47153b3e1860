import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button.tsx";

/** What a path that leads nowhere shows. A plain link: it may lead under another root layout. */
export async function NotFoundPage() {
  const t = await getTranslations("page");
  return (
    <main className="mx-auto flex min-h-dvh max-w-lg flex-col items-start justify-center gap-3 p-6">
      <h1 className="text-title font-semibold">{t("notFoundTitle")}</h1>
      <p className="text-muted">{t("notFoundText")}</p>
      <Button asChild variant="primary">
        <a href="/admin">{t("toOverview")}</a>
      </Button>
    </main>
  );
}
