"use client";

import type { ReactNode } from "react";
import { ApiProvider } from "../api/api-provider.tsx";
import { LiveProvider } from "../api/live-provider.tsx";
import { useBase } from "./base.tsx";

/** API and live connection of the driver's app, at the company of the address. */
export function DriveProviders({ slug, children }: { slug: string; children: ReactNode }) {
  const { base } = useBase();
  return (
    <ApiProvider base={base} signIn="/drive/sign-in">
      <LiveProvider {...(base === "" ? {} : { tenant: slug })}>{children}</LiveProvider>
    </ApiProvider>
  );
}
