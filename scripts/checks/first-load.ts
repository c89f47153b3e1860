/**
 * How much JavaScript a page loads at first, compressed, from a running server: each page has a budget. The server's address
 * and data folder (for the demo's login) come by `--url` and `--data`; `path=kB` arguments replace the budgets below.
 */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { type BrowserContext, chromium } from "playwright-core";
import { findChromium } from "../browser.ts";

type Budget = { readonly path: string; readonly limitKb: number };
type Login = { readonly tenant: string; readonly role: string; readonly email: string; readonly password: string };

const BUDGETS: readonly Budget[] = [
  { path: "/admin", limitKb: 260 },
  { path: "/admin/sessions", limitKb: 260 },
];
/** After the last script: what is fetched later is not needed at first. */
const QUIET_MS = 1_500;

/** The bytes that scripts took on the wire until the page is quiet, from an empty cache. */
async function measure(context: BrowserContext, address: string): Promise<number> {
  const page = await context.newPage();
  try {
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    const scripts = new Set<string>();
    let bytes = 0;
    session.on("Network.responseReceived", ({ requestId, type }) => {
      if (type === "Script") scripts.add(requestId);
    });
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) bytes += encodedDataLength;
    });
    const response = await page.goto(address, { waitUntil: "load" });
    if (!response?.ok() || new URL(page.url()).pathname !== new URL(address).pathname) {
      throw new Error(`${address} answered ${response?.status()} at ${page.url()}`);
    }
    await page.waitForTimeout(QUIET_MS);
    return bytes;
  } finally {
    await page.close();
  }
}

async function signIn(context: BrowserContext, url: string, { email, password }: Login): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${url}/admin`);
  await page.getByLabel(/e-mail/i).fill(email);
  await page.getByLabel(/password/i).fill(password);
  await page.getByRole("button", { name: /sign in/i }).click();
  await page.waitForURL(/\/admin/);
  await page.close();
}

function readLogin(dataDir: string): Login {
  const { logins } = JSON.parse(readFileSync(path.join(dataDir, "demo.json"), "utf8")) as { logins: readonly Login[] };
  const login = logins.find(({ role }) => role === "operator");
  if (!login) throw new Error(`no operator in ${dataDir}/demo.json`);
  return login;
}

function parseBudget(text: string): Budget {
  const [address = "", limit = ""] = text.split("=");
  if (!address.startsWith("/") || !(Number(limit) > 0)) throw new Error(`${text}: expected /path=kB`);
  return { path: address, limitKb: Number(limit) };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { url: { type: "string", default: "http://localhost:3000" }, data: { type: "string", default: ".data" } },
});
const budgets = positionals.length > 0 ? positionals.map(parseBudget) : BUDGETS;
const browser = await chromium.launch({
  executablePath: await findChromium((line) => console.error(line)),
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
});
try {
  const context = await browser.newContext();
  await signIn(context, values.url, readLogin(values.data));
  for (const budget of budgets) {
    const kb = (await measure(context, values.url + budget.path)) / 1024;
    const isKept = kb > 0 && kb <= budget.limitKb;
    if (!isKept) process.exitCode = 1;
    console.log(
      `${isKept ? "ok    " : "FAILED"} ${kb.toFixed(1).padStart(7)} kB of ${String(budget.limitKb).padStart(4)}  ${budget.path}`,
    );
  }
} finally {
  await browser.close();
}
