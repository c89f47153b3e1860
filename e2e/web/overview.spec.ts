import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { readDemo } from "./address.ts";
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
