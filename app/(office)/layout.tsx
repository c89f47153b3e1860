import "../globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { findPerson } from "@/components/auth/session.ts";
import { brandStyle } from "@/components/brand/brand-style.ts";
import { findOfficeLook } from "@/components/brand/find-look.ts";
import { OnePerson } from "@/components/drive/one-person.tsx";
import { pickMessages } from "@/components/i18n/messages.ts";
import { parsePreferences } from "@/components/shell/preferences.ts";
import { ThemeProvider } from "@/components/shell/theme-provider.tsx";
import { TimeZoneSync } from "@/components/shell/time-zone-sync.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("app");
  return { title: { default: t("name"), template: `%s · ${t("name")}` }, robots: { index: false, follow: false } };
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#FBFBFC" },
    { media: "(prefers-color-scheme: dark)", color: "#0E1116" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, messages, jar, look, person] = await Promise.all([
    getLocale(),
    getMessages(),
    cookies(),
    findOfficeLook(),
    // Pages that need to know who it is fail by themselves.
    findPerson().catch(() => undefined),
  ]);
  const { density } = parsePreferences((name) => jar.get(name)?.value);
  return (
    // The theme is set by a script before React wakes up, so the root differs from what the server sent.
    <html lang={locale} data-density={density} suppressHydrationWarning>
      <body>
        {look && <style>{brandStyle({ colour: look.colour })}</style>}
        <NextIntlClientProvider messages={pickMessages(messages, ["app", "auth", "ui", "page"])}>
          <ThemeProvider>
            <TimeZoneSync />
            {person !== undefined && <OnePerson personId={person?.user.userId ?? null} />}
            {children}
          </ThemeProvider>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
