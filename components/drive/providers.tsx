"use client";

import type { ReactNode } from "react";
import { ApiProvider } from "../api/api-provider.tsx";
import { LiveProvider } from "../api/live-provider.tsx";
import { type DriveBase, DriveBaseProvider } from "./base.tsx";

/** API and live connection of the driver's app, at the company of the address. */
export function DriveProviders({ value, slug, children }: { value: DriveBase; slug: string; children: ReactNode }) {
  return (
    <DriveBaseProvider value={value}>
      <ApiProvider base={value.base} signIn="/drive/sign-in">
        <LiveProvider {...(value.base === "" ? {} : { tenant: slug })}>{children}</LiveProvider>
      </ApiProvider>
    </DriveBaseProvider>
  );
}
