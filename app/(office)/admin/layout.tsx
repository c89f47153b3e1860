import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import { notFound } from "next/navigation";
import { NextIntlClientProvider } from "next-intl";
import { getMessages, getTranslations } from "next-intl/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { ApiProvider } from "@/components/api/api-provider.tsx";
import { LiveProvider } from "@/components/api/live-provider.tsx";
import { OfficeProvider } from "@/components/api/office.tsx";
import { DoorPage } from "@/components/auth/door-page.tsx";
import { EnterOffice } from "@/components/auth/enter-office.tsx";
import { basePath, findFace, requireSession } from "@/components/auth/session.ts";
import { brandIcon } from "@/components/brand/brand-files.ts";
import { findOfficeLook } from "@/components/brand/find-look.ts";
import { pickMessages } from "@/components/i18n/messages.ts";
import { AppShell } from "@/components/shell/app-shell.tsx";
import { parsePreferences } from "@/components/shell/preferences.ts";
import { PreferencesProvider } from "@/components/shell/preferences-provider.tsx";
import { Toaster } from "@/components/shell/toaster.tsx";
import { askedOf } from "@/server/core/request-headers.ts";
import { runtime } from "@/server/handle.ts";

/** Many windows of several companies may be open: each says what it shows, and whose. */
export async function generateMetadata(): Promise<Metadata> {
  const [{ tenant }, t] = await Promise.all([requireSession(), getTranslations("app")]);
  return { title: { default: t("name"), template: `%s · ${tenant.name}` } };
}

/**
 * A layout does not run again on navigation inside it: each page calls `requireSession` itself as well. What is called from the
 * page says whose office it shows, whatever another tab has done to the cookie since.
 */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { user, tenant } = await requireSession();
  const [look, face, messages, jar] = await Promise.all([findOfficeLook(), findFace(), getMessages(), cookies()]);
  if (await basePath()) {
    const ofHost = await runtime().faces.find({ ...askedOf(await headers()), slug: null });
    if (ofHost && ofHost.tenantId !== tenant.id) notFound(); // a company's own host name shows no other's office
    return (
      <NextIntlClientProvider messages={pickMessages(messages, ["shell", "ui"])}>
        <DoorPage title={tenant.name}>
          <EnterOffice tenantId={tenant.id} name={tenant.name} />
        </DoorPage>
      </NextIntlClientProvider>
    );
  }
  return (
    <NextIntlClientProvider messages={messages}>
      <NuqsAdapter>
        <OfficeProvider tenantId={tenant.id}>
          <ApiProvider office={tenant.id}>
            <LiveProvider office={tenant.id} signIn="/sign-in">
              <PreferencesProvider initial={parsePreferences((name) => jar.get(name)?.value)}>
                <AppShell
                  user={face ? { ...user, tenants: [tenant] } : user}
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
        </OfficeProvider>
      </NuqsAdapter>
    </NextIntlClientProvider>
  );
}
