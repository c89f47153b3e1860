import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  claimLastSeen,
  forgetLastSeen,
  keepLastSeen,
  type LastSeen,
  onOtherPerson,
  readLastSeen,
} from "./last-seen.ts";

const seen = { session: { at: "2026-01-01T00:00:00Z", value: { id: "x" } } } as unknown as LastSeen;
let kept: Record<string, unknown>;
let ofTab: Record<string, unknown>;
let listeners: Set<(event: { key: string | null }) => void>;
beforeEach(() => {
  // As a browser's: what is kept are its own properties, the methods are not.
  kept = Object.create({
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, text: string) => Object.assign(kept, { [key]: text }),
    removeItem: (key: string) => delete kept[key],
  });
  ofTab = Object.create({
    clear: () => {
      for (const key of Object.keys(ofTab)) delete ofTab[key];
    },
  });
  listeners = new Set();
  vi.stubGlobal("window", {
    localStorage: kept,
    sessionStorage: ofTab,
    addEventListener: (_: string, hear: () => void) => listeners.add(hear),
    removeEventListener: (_: string, hear: () => void) => listeners.delete(hear),
  });
});
afterEach(() => vi.unstubAllGlobals());

test("what a person saw is there for them, and gone for the next, for a guest, and after signing out", () => {
  for (const next of ["B", null]) {
    claimLastSeen("A");
    keepLastSeen("", "A", seen);
    claimLastSeen("A");
    expect(readLastSeen("")).toEqual(seen);
    claimLastSeen(next);
    expect(readLastSeen("")).toEqual({});
  }
  claimLastSeen("A");
  keepLastSeen("/t/one", "A", seen);
  kept.theme = "dark";
  ofTab["recent-targets one A"] = "[]";
  forgetLastSeen();
  expect({ ...kept }).toEqual({ theme: "dark" });
  expect({ ...ofTab }).toEqual({});
});

test("a tab of somebody who has signed out in another keeps nothing any more", () => {
  claimLastSeen("A");
  forgetLastSeen();
  keepLastSeen("", "A", seen);
  claimLastSeen("B");
  keepLastSeen("", "A", seen);
  expect(readLastSeen("")).toEqual({});
});

test("a tab hears that the browser is somebody else's, and only that", () => {
  const tell = vi.fn();
  claimLastSeen("A");
  const stop = onOtherPerson("A", tell);
  const changed = (key: string | null) => {
    for (const hear of listeners) hear({ key });
  };
  changed("drive:person");
  changed("theme");
  expect(tell).not.toHaveBeenCalled();
  forgetLastSeen();
  changed("theme");
  expect(tell).not.toHaveBeenCalled();
  changed("drive:person");
  changed(null);
  expect(tell).toHaveBeenCalledTimes(2);
  stop();
  changed(null);
  expect(tell).toHaveBeenCalledTimes(2);
});
