import { expect, it } from "vitest";
import { activeNavItem, NAV_ITEMS } from "./nav-items.ts";

it.each([
  ["/admin", "overview"],
  ["/admin/charge-points/1", "overview"],
  ["/admin/sessions", "sessions"],
  ["/admin/sessions/2026", "sessions"],
  ["/administer", undefined],
])("%s belongs to %s", (pathname, key) => {
  expect(activeNavItem(NAV_ITEMS, pathname)?.key).toBe(key);
});

it("no two shortcuts are the same", () => {
  const keys = NAV_ITEMS.flatMap(({ shortcut }) => shortcut ?? []);
  expect(new Set(keys).size).toBe(keys.length);
});
