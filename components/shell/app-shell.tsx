import type { ReactNode } from "react";
import type { SessionUser, TenantMembership } from "../../server/handle.ts";
import { LiveBar } from "../api/live-bar.tsx";
import { MobileBar } from "./mobile-bar.tsx";
import { PaletteHost } from "./palette-host.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import { SideRail } from "./side-rail.tsx";
import { MAIN_ID, SkipLink } from "./skip-link.tsx";

type AppShellProps = {
  user: SessionUser;
  tenant: TenantMembership;
  permissions: readonly string[];
  iconUrl: string | null;
  children: ReactNode;
};

/** The frame of every back-office page: skip link, navigation, the bar for lost connections, the page. */
export function AppShell({ user, tenant, permissions, iconUrl, children }: AppShellProps) {
  const tenants = { current: tenant, tenants: user.tenants, iconUrl };
  const person = { name: user.name, email: user.email };
  return (
    <>
      <SkipLink />
      <div className="flex min-h-dvh flex-col md:flex-row">
        <SideRail tenants={tenants} user={person} permissions={permissions} />
        <MobileBar tenants={tenants} user={person} permissions={permissions} />
        <div className="flex min-w-0 flex-1 flex-col">
          <LiveBar />
          <main id={MAIN_ID} tabIndex={-1} className="w-full max-w-[105rem] flex-1 p-4 outline-none md:p-6 print:p-0">
            {children}
          </main>
        </div>
      </div>
      <Shortcuts />
      <PaletteHost owner={`${tenant.id} ${user.userId}`} permissions={permissions} />
    </>
  );
}
