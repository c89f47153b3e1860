"use client";

import { createContext, type ReactNode, useContext } from "react";

const OfficeContext = createContext<string | null>(null);

/** Whose back office the page shows: the tenant's id. */
export const OfficeProvider = ({ tenantId, children }: { tenantId: string; children: ReactNode }) => (
  <OfficeContext value={tenantId}>{children}</OfficeContext>
);

/** For links to downloads, which no header goes with. */
export function useOffice(): string {
  const tenantId = useContext(OfficeContext);
  if (tenantId === null) throw new Error("the office is asked for outside of OfficeProvider");
  return tenantId;
}
