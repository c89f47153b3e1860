import { expect, it } from "vitest";
import { activeNavItem, NAV_ITEMS, navGroupsFor } from "./nav-items.ts";

it.each([
  ["/admin", "overview"],
  ["/admin/charge-points/1", "chargePoints"],
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

it("nobody is offered what they may not open", () => {
  const keys = navGroupsFor(["tariff.read"]).flatMap(({ items }) => items.map(({ key }) => key));
  expect(keys).toEqual(["overview", "chargePoints", "sessions", "tariffs", "apiReference"]);
});
