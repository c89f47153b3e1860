import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "@playwright/test";
import { E2E_DATA_DIR, E2E_PORT } from "./address.ts";
import { rest, signIn } from "./operator.ts";

/** The pictures of the documentation, of a company whose stations charge. `npm run pictures` takes them; no test run does. */
const FOLDER = path.resolve(import.meta.dirname, "../../docs/pictures");
const CHARGES_MS = 150_000;

type SessionView = { id: string; socPercent: number | null; startedAt: string; lastReadingAt: string | null };

let fleet: ChildProcess;
test.beforeAll(() => {
  mkdirSync(FOLDER, { recursive: true });
  const args = ["simulator/cli.ts", "--fleet", path.join(E2E_DATA_DIR, "fleet.json"), "--speed", "12", "--sample", "2"];
  fleet = spawn(process.execPath, args, { stdio: "ignore" });
});
test.afterAll(() => {
  fleet.kill("SIGINT");
});

test("pictures", async ({ page }) => {
  test.setTimeout(CHARGES_MS + 120_000);
  await page.setViewportSize({ width: 1440, height: 1000 });
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await signIn(page);
  await page.goto("/admin/charge-points");
  // A car that takes direct current tells its state of charge and slows down near the end: the curve has a shape.
  const longest = async () => {
    const { items } = await rest<{ items: SessionView[] }>("/sessions?state=active&limit=100");
    const lengthOf = ({ startedAt, lastReadingAt }: SessionView) =>
      Date.parse(lastReadingAt ?? startedAt) - Date.parse(startedAt);
    return items.filter(({ socPercent }) => (socPercent ?? 0) >= 92).sort((a, b) => lengthOf(b) - lengthOf(a))[0];
  };
  await expect.poll(async () => (await longest())?.id, { timeout: CHARGES_MS, intervals: [2000] }).toBeDefined();
  await page.screenshot({ path: path.join(FOLDER, "charge-points.png") });
  await page.goto("/admin");
  await expect(page.locator("[data-slot=site-map]")).toHaveAttribute("data-drawn", "true", { timeout: 30_000 });
  await expect(page.locator("[data-site-pin], [data-cluster]").first()).toBeVisible();
  await page.screenshot({ path: path.join(FOLDER, "overview.png") });
  await page.goto(`/admin/sessions/${(await longest())?.id}`);
  await expect(page.locator("figure svg").first()).toBeVisible();
  await page.screenshot({ path: path.join(FOLDER, "session.png") });
});

test("pictures of the drivers' app", async ({ browser }) => {
  const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, locale: "en-GB" };
  for (const [slug, name] of [
    ["lindental", "drive"],
    ["grachtladen", "drive-other-brand"],
  ] as const) {
    const page = await browser.newPage(phone);
    await page.goto(`http://${slug}.localhost:${E2E_PORT}/drive`);
    await page.locator("main a[href*='/drive/stations/']").first().click();
    await expect(page.locator("[data-slot=price-card]")).toBeVisible();
    await page.screenshot({ path: path.join(FOLDER, `${name}.png`) });
    await page.close();
  }
});
