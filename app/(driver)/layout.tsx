import "../globals.css";
import "@fontsource-variable/source-sans-3/index.css";
import "@fontsource-variable/nunito/index.css";
import "@fontsource-variable/lora/index.css";
import type { Metadata, Viewport } from "next";
import { notFound } from "next/navigation";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { basePath, findFace } from "@/components/auth/session.ts";
import { brandFile, brandIcon } from "@/components/brand/brand-files.ts";
import { brandStyle } from "@/components/brand/brand-style.ts";
import { shortName } from "@/components/brand/short-name.ts";
import { DeviceTheme } from "@/components/drive/device-theme.tsx";
import { pickMessages } from "@/components/i18n/messages.ts";
import { TimeZoneSync } from "@/components/shell/time-zone-sync.tsx";
import { derivePalette } from "@/server/brand/derive-palette.ts";

export async function generateMetadata(): Promise<Metadata> {
  const [face, base] = await Promise.all([findFace(), basePath()]);
  if (!face) return {};
  return {
    title: { default: face.name, template: `%s · ${face.name}` },
    applicationName: face.name,
    manifest: `${base}/drive/manifest.webmanifest`,
    icons: { icon: brandIcon(face, 192), apple: brandIcon(face, 180) },
    appleWebApp: { capable: true, title: shortName(face.name), statusBarStyle: "default" },
    robots: { index: false, follow: false },
    formatDetection: { telephone: false },
  };
}

export async function generateViewport(): Promise<Viewport> {
  const face = await findFace();
  const { light } = derivePalette((face?.colour ?? "#1b5fd9").toLowerCase());
  return { themeColor: light.brand, viewportFit: "cover" };
}

/** Drivers' and guests' pages: in the company's brand, light, and of no company on an address that names none. */
export default async function DriverLayout({ children }: { children: ReactNode }) {
  const [locale, messages, face] = await Promise.all([getLocale(), getMessages(), findFace()]);
  if (!face) notFound();
  const look = { colour: face.colour, font: face.font, fontUrl: brandFile(face, "font") };
  return (
    <html lang={locale} suppressHydrationWarning>
      <body className="text-driver">
        <style>{brandStyle(look)}</style>
        <DeviceTheme />
        <NextIntlClientProvider messages={pickMessages(messages, ["drive", "driverState", "app"])}>
          <TimeZoneSync />
          {children}
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
