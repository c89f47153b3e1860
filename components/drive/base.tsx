"use client";

import { createContext, type ReactNode, useContext } from "react";

/** What every driver's page needs of the company it is at. */
export type DriveBase = {
  /** What paths begin with: `/t/{slug}` where the address names the company by its path, else nothing. */
  readonly base: string;
  readonly name: string;
  readonly phone: string | null;
  /** Who is signed in; null for a guest. */
  readonly personId: string | null;
  readonly isDriver: boolean;
};

const Context = createContext<DriveBase | null>(null);

export function DriveBaseProvider({ value, children }: { value: DriveBase; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

export function useBase(): DriveBase {
  const value = useContext(Context);
  if (!value) throw new Error("a driver's page outside of DriveBaseProvider");
  return value;
}
