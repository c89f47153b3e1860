import { globSync } from "node:fs";
import * as path from "node:path";

/** Who sees it, its address (`{…}`: what the stage fills in), and what stands there once it is loaded. */
export type Screen = readonly [role: "owner" | "driver" | null, path: string, ready: string];

/** Every screen there is. */
export const SCREENS: readonly Screen[] = [
  ["owner", "/admin", "[data-site]"],
  ["owner", "/admin?power=table&hours=24", "[data-site]"],
  ["owner", "/admin/charge-points", "[data-charge-point]"],
  ["owner", "/admin/charge-points?q=no+such", "[data-slot=empty-state]"],
  ["owner", "/admin/charge-points?chargePoint={chargePoint}", "[data-connector]"],
  ["owner", "/admin/charge-points/{chargePoint}", "[data-connector]"],
  ["owner", "/admin/charge-points/{chargePoint}/connect", "[data-slot=stepper]"],
  ["owner", "/admin/charge-points/new", "form"],
  ["owner", "/admin/sessions", "[data-session]"],
  ["owner", "/admin/sessions?q=nothing", "[data-slot=empty-state]"],
  ["owner", "/admin/sessions/{ended}?readings=true", "figure svg"],
  ["owner", "/admin/sessions/{ended}?curve=table", "section table"],
  ["owner", "/admin/sites", "main table"],
  ["owner", "/admin/sites/{site}", "main h2"],
  ["owner", "/admin/drivers", "main table"],
  ["owner", "/admin/drivers/{driver}", "main h2"],
  ["owner", "/admin/id-tokens", "main table"],
  ["owner", "/admin/tariffs", "main table"],
  ["owner", "/admin/tariffs/{tariff}", "main h2"],
  ["owner", "/admin/tariffs/{tariff}/new-version", "form"],
  ["owner", "/admin/tariffs/new", "form"],
  ["owner", "/admin/brands", "main h1"],
  ["owner", "/admin/brands/{brand}", "[name=colour]"],
  ["owner", "/admin/members", "[data-testid=member]"],
  ["owner", "/admin/sign-in", "main h1"],
  ["owner", "/admin/api-keys", "main h1"],
  ["owner", "/admin/audit", "main ol li"],
  ["owner", "/admin/account", "main h1"],
  ["owner", "/drive/join", "main button"],
  [null, "/sign-in", "form"],
  [null, "/forgot-password", "form"],
  [null, "/invitation?{invitation}", "form"],
  [null, "/invitation?ticket=without-secret", "main [role=alert]"],
  [null, "/reset-password?ticket=none#none", "form"],
  [null, "/c/{plug}", "[data-slot=price-card]"],
  [null, "/drive", "[data-slot=free-total]"],
  [null, "/drive?view=map", "[data-slot=site-map]"],
  [null, "/drive/sign-in", "main h1"],
  ["driver", "/drive", "[data-slot=free-total]"],
  ["driver", "/drive/stations/{plug}", "[data-slot=price-card]"],
  ["driver", "/drive/start/{refusedStart}?plug={plug}", "[data-slot=problem]"],
  ["driver", "/drive/sessions/{running}", "[data-testid=gross]"],
  ["driver", "/drive/sessions/{ended}", "[data-testid=gross]"],
  ["driver", "/drive/sessions/{ended}/receipt", "[data-testid=receipt-gross]"],
  ["driver", "/drive/activity", "main ul a"],
  ["driver", "/drive/cards", "main ul li"],
  ["driver", "/drive/account", "main form"],
  ["driver", "/drive/offline", "main h1"],
];

/** The page of an address, with its parameters as `*`. */
export const toPage = (address: string): string => address.replace(/[?#].*/, "").replace(/\{\w+\}|\[\w+\]/g, "*");

/** The pages that no screen is of, and the screens of no page. */
export function findForgotten(): readonly string[] {
  const files = globSync("app/**/page.tsx", { cwd: path.resolve(import.meta.dirname, "../..") });
  const pages = files.map((file) => toPage(file.replace(/^app|\/\([a-z]+\)|\/page\.tsx$/g, "")));
  const shown = SCREENS.map(([, address]) => toPage(address));
  return [...pages.filter((page) => !shown.includes(page)), ...shown.filter((page) => !pages.includes(page))];
}
