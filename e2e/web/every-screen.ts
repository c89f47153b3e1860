import type { Browser, BrowserContext } from "@playwright/test";
import { E2E_PORT, readDemo } from "./address.ts";
import { beginSession, endSession, minutesAgo } from "./charge.ts";
import { rest } from "./operator.ts";

export const HOST = `http://lindental.localhost:${E2E_PORT}`;
type Item = { id: string; name?: string };
type List = { items: Item[] };

/** Who sees it, its address, and what stands there once it is loaded. */
export type Screen = readonly [role: "owner" | "driver" | null, path: string, ready: string];

/** Every screen there is. */
export async function everyScreen(): Promise<readonly Screen[]> {
  const idOf = async (list: string) =>
    (await rest<List>(`/${list}${list.includes("?") ? "&" : "?"}limit=1`)).items[0]?.id;
  const [point, session, site, driver, tariff] = [
    await idOf("charge-points?search=LIN"),
    await idOf("sessions"),
    await idOf("sites"),
    await idOf("drivers"),
    await idOf("tariffs"),
  ];
  return [
    ["owner", "/admin", "[data-site]"],
    ["owner", "/admin?power=table&hours=24", "[data-site]"],
    ["owner", "/admin/charge-points", "[data-charge-point]"],
    ["owner", "/admin/charge-points?q=no+such", "[data-slot=empty-state]"],
    ["owner", `/admin/charge-points?chargePoint=${point}`, "[data-connector]"],
    ["owner", `/admin/charge-points/${point}`, "[data-connector]"],
    ["owner", `/admin/charge-points/${point}/connect`, "[data-slot=stepper]"],
    ["owner", "/admin/charge-points/new", "form"],
    ["owner", "/admin/sessions", "[data-session]"],
    ["owner", "/admin/sessions?q=nothing", "[data-slot=empty-state]"],
    ["owner", `/admin/sessions/${session}?readings=true`, "figure svg"],
    ["owner", `/admin/sessions/${session}?curve=table`, "section table"],
    ["owner", "/admin/sites", "main table"],
    ["owner", `/admin/sites/${site}`, "main h2"],
    ["owner", "/admin/drivers", "main h1"],
    ["owner", `/admin/drivers/${driver}`, "main h1"],
    ["owner", "/admin/id-tokens", "main table"],
    ["owner", "/admin/tariffs", "main h1"],
    ["owner", `/admin/tariffs/${tariff}`, "main h1"],
    ["owner", `/admin/tariffs/${tariff}/new-version`, "form"],
    ["owner", "/admin/tariffs/new", "form"],
    ["owner", "/admin/brands", "main h1"],
    ["owner", "/admin/members", "[data-testid=member]"],
    ["owner", "/admin/sign-in", "main h1"],
    ["owner", "/admin/api-keys", "main h1"],
    ["owner", "/admin/audit", "main h1"],
    ["owner", "/admin/account", "main h1"],
    [null, "/sign-in", "form"],
    [null, "/forgot-password", "form"],
    [null, "/c/DEVPLEDEMO11", "[data-slot=price-card]"],
    [null, "/drive", "[data-slot=free-total]"],
    [null, "/drive?view=map", "[data-slot=site-map]"],
    [null, "/drive/sign-in", "main h1"],
    ["driver", "/drive/stations/DEVPLEDEMO11", "[data-slot=price-card]"],
    ["driver", "/drive/activity", "main h1"],
    ["driver", "/drive/cards", "main h1"],
    ["driver", "/drive/account", "main h1"],
  ];
}

/** A session with a curve and a price, so that each screen has something to show. */
export async function chargeOnce(): Promise<void> {
  const { socket, transactionId } = await beginSession(0, 2, 30);
  for (const minutes of [25, 20, 15])
    await socket.meter(transactionId, 2, 12_000 + 500 * (25 - minutes), minutesAgo(minutes));
  await endSession(socket, transactionId, 2, 18_000);
}

/** A browser of its own, signed in at the company's host name. */
export async function signedIn(browser: Browser, role: Screen[0]): Promise<BrowserContext> {
  const context = await browser.newContext({ serviceWorkers: "block" });
  if (role === null) return context;
  const login = readDemo().logins.find((candidate) => candidate.role === role && candidate.tenant === "lindental");
  const page = await context.newPage();
  const csrf = await (await page.goto(`${HOST}/api/auth/csrf`))?.json();
  await page.evaluate(
    async ([csrfToken, email, password]) => {
      const body = new URLSearchParams({ csrfToken: csrfToken ?? "", email: email ?? "", password: password ?? "" });
      await fetch("/api/auth/callback/credentials", { method: "POST", body });
    },
    [csrf.csrfToken, login?.email, login?.password] as const,
  );
  await page.close();
  return context;
}
