import { type Browser, type BrowserContext, expect, test } from "@playwright/test";
import { E2E_PORT, readDemo } from "./address.ts";

/** How much JavaScript a page may load at first, compressed, in kB: what its document names, and not the parts that scripts fetch later. */
const HOST = `http://lindental.localhost:${E2E_PORT}`;
const BUDGETS = [
  { path: "/c/DEVPLEDEMO11", limitKb: 170, role: null },
  { path: "/drive", limitKb: 220, role: null },
  { path: "/drive/stations/DEVPLEDEMO11", limitKb: 220, role: "driver" },
  { path: "/drive/activity", limitKb: 220, role: "driver" },
  ...[
    "/admin",
    "/admin/charge-points",
    "/admin/sessions",
    "/admin/sites",
    "/admin/drivers",
    "/admin/id-tokens",
    "/admin/tariffs",
    "/admin/brands",
    "/admin/members",
    "/admin/sign-in",
    "/admin/api-keys",
    "/admin/audit",
    "/admin/account",
  ].map((path) => ({ path, limitKb: 260, role: "owner" })),
];
/** After the last script. */
const QUIET_MS = 500;

/** The bytes on the wire of the scripts that the document itself asks for, from an empty cache. */
async function measure(context: BrowserContext, address: string): Promise<number> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const scripts = new Set<string>();
  let bytes = 0;
  session.on("Network.requestWillBeSent", ({ requestId, type, initiator }) => {
    if (type === "Script" && initiator.type === "parser") scripts.add(requestId);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  const response = await page.goto(address, { waitUntil: "load" });
  expect([response?.status(), new URL(page.url()).pathname]).toEqual([200, new URL(address).pathname]);
  await page.waitForTimeout(QUIET_MS);
  await page.close();
  return bytes;
}

async function signedIn(browser: Browser, role: string | null): Promise<BrowserContext> {
  // A worker would answer from what it kept.
  const context = await browser.newContext({ serviceWorkers: "block" });
  if (role === null) return context;
  const login = readDemo().logins.find((candidate) => candidate.role === role && candidate.tenant === "lindental");
  const page = await context.newPage();
  const csrf = await (await page.goto(`${HOST}/api/auth/csrf`))?.json();
  const answer = await page.evaluate(
    async ([token, email, password]) => {
      const body = new URLSearchParams({
        csrfToken: token ?? "",
        email: email ?? "",
        password: password ?? "",
        json: "true",
      });
      return (await fetch("/api/auth/callback/credentials", { method: "POST", body })).status;
    },
    [csrf.csrfToken, login?.email, login?.password] as const,
  );
  expect(answer).toBe(200);
  await page.close();
  return context;
}

test("no page loads more JavaScript at first than it may", async ({ browser }) => {
  test.setTimeout(120_000);
  const lines: string[] = [];
  const over: string[] = [];
  const contexts = new Map<string | null, BrowserContext>();
  for (const { path, limitKb, role } of BUDGETS) {
    const context = contexts.get(role) ?? (await signedIn(browser, role));
    contexts.set(role, context);
    const kb = (await measure(context, `${HOST}${path}`)) / 1024;
    lines.push(`${kb.toFixed(1).padStart(7)} kB of ${String(limitKb).padStart(4)}  ${path}`);
    if (!(kb > 0 && kb <= limitKb)) over.push(path);
  }
  for (const context of contexts.values()) await context.close();
  console.log(`First-load JavaScript, compressed:\n${lines.join("\n")}`);
  expect(over).toEqual([]);
});
