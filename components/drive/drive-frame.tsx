"use client";

import { clsx } from "clsx";
import { CreditCard, History, type LucideIcon, UserRound, Zap } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useBase } from "./base.tsx";
import { DriveLiveBar } from "./drive-live-bar.tsx";
import { RegisterWorker } from "./register-worker.tsx";

const TABS = [
  { key: "charge", path: "/drive", icon: Zap },
  { key: "activity", path: "/drive/activity", icon: History },
  { key: "cards", path: "/drive/cards", icon: CreditCard },
  { key: "account", path: "/drive/account", icon: UserRound },
] as const satisfies readonly { key: string; path: string; icon: LucideIcon }[];

type FrameProps = { logo: string | null; logoDark: string | null; footer: ReactNode; children: ReactNode };

/** The driver's app around each page: whose it is on top, four tabs at the thumb. */
export function DriveFrame({ logo, logoDark, footer, children }: FrameProps) {
  const t = useTranslations("drive");
  const { base, name } = useBase();
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-xl flex-col bg-bg font-brand">
      <RegisterWorker base={base} />
      <a href="#page" className="sr-only focus:not-sr-only focus:p-3">
        {t("skip")}
      </a>
      <header className="flex h-14 shrink-0 items-center border-b bg-card px-4 print:hidden">
        <Link href={`${base}/drive`} className="flex min-h-11 min-w-0 items-center text-section font-semibold">
          {logo ? (
            <>
              {/* biome-ignore lint/performance/noImgElement: a tenant's own file, immutable and small already */}
              <img src={logo} alt={name} className={clsx("max-h-9 max-w-56", logoDark && "dark:hidden")} />
              {logoDark && (
                // biome-ignore lint/performance/noImgElement: a tenant's own file, immutable and small already
                <img src={logoDark} alt={name} className="hidden max-h-9 max-w-56 dark:block" />
              )}
            </>
          ) : (
            <span className="truncate">{name}</span>
          )}
        </Link>
      </header>
      <DriveLiveBar />
      <main id="page" tabIndex={-1} className="flex min-w-0 flex-1 break-words flex-col gap-4 p-4 outline-none">
        {children}
      </main>
      <div className="px-4 pb-24">{footer}</div>
      <Tabs />
    </div>
  );
}

function Tabs() {
  const t = useTranslations("drive");
  const { base } = useBase();
  const pathname = usePathname();
  const isActive = (path: string): boolean => {
    const full = `${base}${path}`;
    if (path !== "/drive") return pathname.startsWith(full);
    return pathname === full || /\/drive\/(stations|start|sessions)\//.test(pathname);
  };
  return (
    <nav
      aria-label={t("tabs.label")}
      className="fixed inset-x-0 bottom-0 z-20 border-t bg-card pb-[env(safe-area-inset-bottom)] print:hidden"
    >
      <ul className="mx-auto grid max-w-xl grid-cols-4">
        {TABS.map(({ key, path, icon: Icon }) => (
          <li key={key}>
            <Link
              href={`${base}${path}`}
              aria-current={isActive(path) ? "page" : undefined}
              className={clsx(
                "flex min-h-14 flex-col items-center justify-center gap-0.5 px-1 text-meta -outline-offset-2",
                isActive(path) ? "font-medium text-brand" : "text-muted",
              )}
            >
              <Icon aria-hidden="true" className="size-5" />
              <span className="max-w-full truncate">{t(`tabs.${key}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
