import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { readDemo } from "./address.ts";
import { beginSession, endSession, minutesAgo } from "./charge.ts";
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

test("a session is seen to start, move and end on the overview, without a reload", async ({ page }) => {
  await signIn(page);
  await page.goto("/admin");
  const running = page.locator("main").getByText("Running sessions").locator("..");
  const site = page.locator("[data-site]", { hasText: "Marktplatz" });
  await expect(site).toContainText("0.0 kW");
  const before = Number(/\d+/.exec((await running.textContent()) ?? "")?.[0] ?? "-1");
  const { socket, transactionId } = await beginSession(1, 2, 30);
  await expect(running).toContainText(String(before + 1));
  await socket.meter(transactionId, 2, 12_000, minutesAgo(20));
  await expect(site).toContainText("11.0 kW");
  await endSession(socket, transactionId, 2, 15_000);
  await expect(running).toContainText(String(before));
  await expect(site).toContainText("0.0 kW");
});
