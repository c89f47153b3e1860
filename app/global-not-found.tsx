import "./globals.css";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { NotFoundPage } from "@/components/shell/not-found-page.tsx";
import { ThemeProvider } from "@/components/shell/theme-provider.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("page");
  return { title: t("notFoundTitle"), robots: { index: false, follow: false } };
}

/** Paths that no page has. They belong to neither root layout, so this is a whole document. */
export default async function GlobalNotFound() {
  return (
    <html lang={await getLocale()} suppressHydrationWarning>
      <body>
        <ThemeProvider>
          <NotFoundPage />
        </ThemeProvider>
      </body>
    </html>
  );
}
