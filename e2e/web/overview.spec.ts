import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { readDemo } from "./address.ts";
import { beginSession, endSession, minutesAgo } from "./charge.ts";
import { holdSocket } from "./hold-socket.ts";
import { signIn } from "./operator.ts";

for (const [colorScheme, width] of [
  ["light", 1440],
  ["dark", 360],
] as const) {
  test(`the map is drawn from our own host, with the same sites beside it: ${colorScheme}, ${width} px`, async ({
    page,
  }) => {
    const foreign: string[] = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(readDemo().url) && !/^(data|blob):/.test(request.url()))
        foreign.push(request.url());
    });
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await signIn(page);
    await page.goto("/admin");
    await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
    await expect(page.locator("[data-site]").first()).toBeVisible();
    const map = page.locator("[data-slot=site-map]");
    await expect(map).toHaveAttribute("data-drawn", "true", { timeout: 30_000 });
    await expect(map.locator("[data-site-pin], [data-cluster]").first()).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText("Natural Earth")).toBeVisible();
    await page.screenshot({ path: test.info().outputPath("overview.png") });
    await expectAccessible(page);
    expect(foreign).toEqual([]);
  });
}

test("streets of a configured style are drawn under the same pins; where they do not come the outline stays", async ({
  page,
}) => {
  let isAway = false;
  const data = {
    type: "LineString",
    coordinates: [
      [6.9, 50.9],
      [7, 51],
    ],
  };
  const style = {
    version: 8,
    sources: { streets: { type: "geojson", data, attribution: "Whose streets they are" } },
    layers: [{ id: "streets", type: "line", source: "streets" }],
  };
  await page.route("**/api/map-styles", (route) => route.fulfill({ json: { light: "/s.json", dark: "/s.json" } }));
  await page.route("**/s.json", (route) => (isAway ? route.abort() : route.fulfill({ json: style })));
  await signIn(page);
  const asked = page.waitForResponse("**/s.json");
  await page.goto("/admin");
  await asked;
  const pins = page.locator("[data-slot=site-map]").locator("[data-site-pin], [data-cluster]");
  await expect(page.getByText("Whose streets they are")).toBeVisible({ timeout: 30_000 });
  await expect(pins.first()).toBeVisible({ timeout: 30_000 });
  isAway = true;
  const failed = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/s.json"));
  await page.reload();
  await failed;
  await expect(page.getByText("Natural Earth")).toBeVisible({ timeout: 30_000 });
  await expect(pins.first()).toBeVisible({ timeout: 30_000 });
});

test("a session is seen to start, move and end on the overview, without a reload", async ({ page }) => {
  await signIn(page);
  await page.goto("/admin");
  const running = page.locator("main").getByText("Running sessions").locator("..");
  const site = page.locator("[data-site]", { hasText: "Marktplatz" });
  await expect(site).toContainText("0.0 kW");
  await expect(running).toContainText(/\d/);
  const before = Number(/\d+/.exec((await running.textContent()) ?? "")?.[0] ?? "-1");
  const asked: string[] = [];
  page.on("request", (request) => {
    if (/fleet\.(get|happenings)/.test(request.url())) asked.push(request.url());
  });
  const { socket, transactionId } = await beginSession(1, 2, 30);
  await expect(running).toContainText(String(before + 1));
  const began = page.locator("[data-happening=sessionStarted]", { hasText: "DEMO-2, connector 2 began to charge" });
  await expect(began.first()).toBeVisible();
  await socket.meter(transactionId, 2, 12_000, minutesAgo(20));
  await expect(site).toContainText("11.0 kW");
  await endSession(socket, transactionId, 2, 15_000);
  await expect(running).toContainText(String(before));
  await expect(site).toContainText("0.0 kW");
  await expect(page.locator("[data-happening=sessionEnded]", { hasText: "ended with 5.00 kWh" }).first()).toBeVisible();
  expect(asked).toEqual([]); // what was pushed carried the values
});

test("one site narrows figures, power and events, in the address, and Back undoes it", async ({ page }) => {
  await signIn(page);
  await page.goto("/admin");
  const offline = page.locator("main").getByText("Not connected").locator("..");
  await expect(offline).toContainText(/\d/);
  const all = await offline.textContent();
  await page.locator("[data-site]").getByRole("button", { name: "Parkhaus Dom" }).press("Enter");
  await expect(page).toHaveURL(/site=/);
  await expect(offline).not.toHaveText(all ?? "");
  await expect(page.getByRole("heading", { name: /^Parkhaus Dom: .* now/ })).toBeVisible();
  await expect(page.locator("[data-happening]").getByText("DEMO-")).toHaveCount(0);
  await page.getByRole("button", { name: "As table" }).click();
  await expect(page.getByRole("columnheader", { name: "Mean (kW)" })).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).click();
  const csv = await readFile(await (await download).path(), "utf8");
  expect(csv.split("\r\n")).toHaveLength(62); // the head, an hour of minutes, the end
  await expectAccessible(page);
  await page.goBack();
  await expect(page).not.toHaveURL(/site=/);
  await expect(offline).toHaveText(all ?? "");
});

test("without its socket the overview says so, keeps what it showed, and is right again afterwards", async ({
  page,
}) => {
  const live = await holdSocket(page);
  await signIn(page);
  await page.goto("/admin");
  const site = page.locator("[data-site]", { hasText: "Marktplatz" });
  const { socket, transactionId } = await beginSession(1, 2, 30);
  await socket.meter(transactionId, 2, 12_000, minutesAgo(20));
  await expect(site).toContainText("11.0 kW");
  await live.cut();
  await expect(page.locator("[data-slot=stale-bar]")).toContainText(/Connection lost\. Values as of \d+:\d\d:\d\d/);
  await endSession(socket, transactionId, 2, 15_000);
  await expect(site).toContainText("11.0 kW");
  await expectAccessible(page);
  live.comeBack();
  await expect(site).toContainText("0.0 kW");
  await expect(page.locator("[data-slot=stale-bar]")).toHaveCount(0);
});
