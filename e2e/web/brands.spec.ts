import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { E2E_PORT } from "./address.ts";
import { signIn } from "./operator.ts";

test("a brand is changed with a preview, and its pages wear it at once, without a restart", async ({
  page,
  context,
}) => {
  await signIn(page, "owner", "grachtladen");
  await page.goto("/admin/brands");
  await page.getByRole("link", { name: "Grachtladen" }).click();
  await expect(page.locator("[name=colour]")).toBeVisible();
  await expectAccessible(page);
  const colour = await page.locator("[name=colour]").inputValue();
  await page.locator("[name=colour]").fill("#ffd400");
  await expect(page.getByText(/too little to read/)).toBeVisible();
  await page.getByLabel("Phone").fill("call me");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Phone")).toBeFocused();
  await expect(page.getByText("Digits, with + before the country.")).toBeVisible();
  await page.getByLabel("Phone").fill("+31 20 1234567");
  await page.locator("[name=name]").fill("Gracht & Co");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Everybody sees it")).toBeVisible();

  const driver = await context.newPage();
  await driver.setViewportSize({ width: 390, height: 844 });
  await driver.goto(`http://grachtladen.localhost:${E2E_PORT}/drive/stations/NOWHERE`);
  await expect(driver.getByRole("banner")).toContainText("Gracht & Co");
  await expect(driver.getByRole("link", { name: "Call +31 20 1234567" })).toBeVisible();
  const brand = await driver.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--brand"));
  expect(brand).toMatch(/^#[0-9a-f]{6}$/);
  expect(brand).not.toBe("#ffd400"); // what cannot be read is darkened
  await driver.close();

  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({
      name: "logo.svg",
      mimeType: "image/svg+xml",
      buffer: Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="32"><rect width="120" height="32"/><script>1</script></svg>',
      ),
    });
  await expect(page.getByRole("button", { name: "Remove: Logo", exact: true })).toBeVisible();
  // Whoever opens it by itself gets a file that may run nothing, at whatever host.
  const logo = page.locator("img[src*='/brand-files/'][src*='logo-']").first();
  const answer = await page.request.get((await logo.getAttribute("src")) ?? "");
  expect(answer.headers()["content-security-policy"]).toMatch(/^default-src 'none';.* sandbox$/);
  expect(answer.headers()["content-disposition"]).toBe("attachment");
  expect(await logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(120);
  await page
    .locator("input[type=file]")
    .nth(2)
    .setInputFiles({
      name: "icon.png",
      mimeType: "image/png",
      buffer: Buffer.from("GIF89a"),
    });
  await expect(page.getByText("This file format is not known here.")).toBeVisible();
  await page.getByRole("textbox", { name: "Host name" }).fill("laden.example.com");
  await page.getByRole("button", { name: "Add host name" }).click();
  await expect(page.getByText("Not proven")).toBeVisible();
  await expect(page.getByText(/_voltplane\.laden\.example\.com TXT/)).toBeVisible();
  await page.setViewportSize({ width: 360, height: 780 });
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);

  // Others know the demo's brand.
  await page.getByRole("button", { name: "Remove: Logo", exact: true }).click();
  await expect(page.getByRole("button", { name: "Remove: Logo", exact: true })).toHaveCount(0);
  await page.locator("[name=name]").fill("Grachtladen");
  await page.locator("[name=colour]").fill(colour);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Everybody sees it")).toBeVisible();
});

test("who may not change brands is offered none, and refused when asking all the same", async ({ page }) => {
  await signIn(page, "operator", "grachtladen");
  await page.goto("/admin/charge-points");
  await expect(page.getByRole("link", { name: "Brands" })).toHaveCount(0);
  const status = await page.evaluate(async () => (await fetch("/api/trpc/brand.list")).status);
  expect(status).toBe(403);
});
