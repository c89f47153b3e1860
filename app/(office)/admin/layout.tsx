import type { Metadata } from "next";
import { cookies } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getMessages, getTranslations } from "next-intl/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { ApiProvider } from "@/components/api/api-provider.tsx";
import { LiveProvider } from "@/components/api/live-provider.tsx";
import { requireSession } from "@/components/auth/session.ts";
import { brandIcon } from "@/components/brand/brand-files.ts";
import { findOfficeLook } from "@/components/brand/find-look.ts";
import { AppShell } from "@/components/shell/app-shell.tsx";
import { parsePreferences } from "@/components/shell/preferences.ts";
import { PreferencesProvider } from "@/components/shell/preferences-provider.tsx";
import { Toaster } from "@/components/shell/toaster.tsx";
import { runtime } from "@/server/handle.ts";

/** Many windows of several companies may be open: each says what it shows, and whose. */
export async function generateMetadata(): Promise<Metadata> {
  const [{ tenant }, t] = await Promise.all([requireSession(), getTranslations("app")]);
  return { title: { default: t("name"), template: `%s · ${tenant.name}` } };
}

/** A layout does not run again on navigation inside it: each page calls `requireSession` itself as well. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { user, tenant } = await requireSession();
  const look = await findOfficeLook();
  const [messages, jar] = await Promise.all([getMessages(), cookies()]);
  return (
    <NextIntlClientProvider messages={messages}>
      <NuqsAdapter>
        <ApiProvider>
          <LiveProvider>
            <PreferencesProvider initial={parsePreferences((name) => jar.get(name)?.value)}>
              <AppShell
                user={user}
                tenant={tenant}
                permissions={runtime().auth.permissionsOf(tenant.role)}
                iconUrl={look && brandIcon(look, 192)}
              >
                {children}
              </AppShell>
              <Toaster />
            </PreferencesProvider>
          </LiveProvider>
        </ApiProvider>
      </NuqsAdapter>
    </NextIntlClientProvider>
  );
}
