"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { type Preferences, preferenceCookie } from "./preferences.ts";
import { useSaveSetting } from "./use-save-setting.ts";

type Controls = Preferences & {
  set<Name extends keyof Preferences>(name: Name, value: Preferences[Name]): void;
};

const PreferencesContext = createContext<Controls | null>(null);

/** Starts from what the server read; a change applies at once and is kept in its cookie. */
export function PreferencesProvider({ initial, children }: { initial: Preferences; children: ReactNode }) {
  const [preferences, setPreferences] = useState(initial);
  const save = useSaveSetting();
  useEffect(() => {
    document.documentElement.dataset.density = preferences.density;
  }, [preferences.density]);
  const controls = useMemo<Controls>(
    () => ({
      ...preferences,
      set: (name, value) => {
        setPreferences((current) => ({ ...current, [name]: value }));
        const cookie = preferenceCookie(name, value);
        save(cookie.name, cookie.value);
      },
    }),
    [preferences, save],
  );
  return <PreferencesContext value={controls}>{children}</PreferencesContext>;
}

export function usePreferences(): Controls {
  const controls = useContext(PreferencesContext);
  if (!controls) throw new Error("preferences are used outside of PreferencesProvider");
  return controls;
}
