import { type Browser, type BrowserContext, expect, type Page } from "@playwright/test";
import { E2E_PORT, readDemo } from "./address.ts";
import { beginSession, demoStation, endSession, minutesAgo } from "./charge.ts";
import { SCREENS, type Screen, toPage } from "./every-screen.ts";
import { newestMailTo } from "./mailbox.ts";
import { rest } from "./operator.ts";
import { StationSocket } from "./station.ts";

export const HOST = `http://lindental.localhost:${E2E_PORT}`;
type Item = { id: string };

export type Stage = {
  /** Every screen, with the page that it is of. */
  readonly screens: readonly (readonly [...Screen, page: string])[];
  close(): Promise<void>;
};

/** A plug of a demo station that nobody simulates, and two cards of the driver who signs in. */
const PLUG = "DEVPLEDEMO11";
const CARDS = ["CARD-01A", "CARD-01B"] as const;
const INVITED = "invited-to-see@example.com";

/**
 * Has something for each screen to show: the driver's session that has ended, with a curve and a price; another one that runs; a start
 * that the station refused; an open invitation.
 */
export async function openStage(browser: Browser): Promise<Stage> {
  const past = await beginSession(0, 2, 30, CARDS[0]);
  for (const minutes of [25, 20, 15])
    await past.socket.meter(past.transactionId, 2, 12_000 + 500 * (25 - minutes), minutesAgo(minutes));
  await endSession(past.socket, past.transactionId, 2, 18_000);
  const now = await beginSession(0, 2, 0, CARDS[1]);
  await now.socket.meter(now.transactionId, 2, 10_500, new Date());
  await now.socket.status(1, "Available");
  const found: Record<string, string> = {
    plug: PLUG,
    refusedStart: await refuseStart(browser, now.socket),
    ...(await findAsOwner(browser)),
    ended: await firstOf(`sessions?idToken=${CARDS[0]}`),
    running: await firstOf(`sessions?idToken=${CARDS[1]}&state=active`),
    chargePoint: await firstOf("charge-points?search=LIN"),
    site: await firstOf("sites"),
    driver: await firstOf("drivers"),
    tariff: await firstOf("tariffs"),
  };
  const fill = (address: string) => address.replace(/\{(\w+)\}/g, (_, name: string) => found[name] ?? `no ${name}`);
  return {
    screens: SCREENS.map(([role, address, ready]) => [role, fill(address), ready, toPage(address)]),
    close: async () => {
      now.socket.close();
      await endSession(await StationSocket.open(demoStation(0)), now.transactionId, 2, 11_000);
    },
  };
}

const firstOf = async (list: string): Promise<string> =>
  (await rest<{ items: Item[] }>(`/${list}${list.includes("?") ? "&" : "?"}limit=1`)).items[0]?.id ??
  `nothing of ${list}`;

/** The driver asks for a start that the station says no to. */
function refuseStart(browser: Browser, socket: StationSocket): Promise<string> {
  socket.onCommand = () => ({ status: "Rejected" });
  return withPage(browser, "driver", async (page) => {
    const { plug } = await askOn<{ plug: { tariffVersionId: string } }>(page, "place.plug", { plug: PLUG });
    const { tariffVersionId } = plug;
    return (await tellOn<Item>(page, "drive.start", { plug: PLUG, tariffVersionId })).id;
  });
}

/** The brand's id, and the part of an invitation's link behind its path: nobody accepts it, so one serves all who look at it. */
async function findAsOwner(browser: Browser): Promise<{ brand: string; invitation: string }> {
  const brand = await withPage(browser, "owner", async (page) => {
    if (!(await newestMailTo(INVITED))) await tellOn(page, "member.invite", { email: INVITED, role: "viewer" });
    return (await askOn<Item[]>(page, "brand.list"))[0]?.id ?? "no brand";
  });
  await expect.poll(() => newestMailTo(INVITED), { timeout: 20_000 }).not.toBeNull();
  const { text } = (await newestMailTo(INVITED)) ?? {};
  return { brand, invitation: /invitation\?(\S+)/.exec(text ?? "")?.[1] ?? "no link" };
}

async function withPage<Result>(browser: Browser, role: Screen[0], work: (page: Page) => Promise<Result>) {
  const context = await signedIn(browser, role);
  const page = await context.newPage();
  await page.goto(`${HOST}/drive/offline`); // it asks for nothing
  const result = await work(page);
  await context.close();
  return result;
}

type Answer<Value> = { result: { data: { json: Value } } };

/** A query of our API, as the page's own scripts ask it. */
async function askOn<Value>(page: Page, procedure: string, input?: object): Promise<Value> {
  const query = input && `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
  const answer: Answer<Value> = await page.evaluate(
    async (address) => (await fetch(address)).json(),
    `/api/trpc/${procedure}${query ?? ""}`,
  );
  return answer.result.data.json;
}

/** A mutation of our API, as the page's own scripts make it. */
async function tellOn<Value>(page: Page, procedure: string, input: object): Promise<Value> {
  const answer: Answer<Value> = await page.evaluate(
    async ([name, body]) => {
      const headers = { "content-type": "application/json" };
      return (await fetch(`/api/trpc/${name}`, { method: "POST", headers, body })).json();
    },
    [procedure, JSON.stringify({ json: input })] as const,
  );
  return answer.result.data.json;
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
