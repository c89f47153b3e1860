import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { readDemo } from "./address.ts";
import { signIn } from "./operator.ts";

test("an API key made on the screen works over REST, and not any more once it is revoked there", async ({ page }) => {
  await signIn(page, "owner");
  await page.goto("/admin/api-keys");
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByRole("button", { name: "Make key" }).click();
  await expect(page.getByText("Give it a name.")).toBeVisible();
  await expect(page.getByLabel("Name")).toBeFocused();
  await expectAccessible(page);
  await page.getByLabel("Name").fill("Browser test");
  await page.getByRole("button", { name: "Make key" }).click();
  const key = (await page.getByTestId("api-key").textContent()) ?? "";
  const statusOf = async (path: string) =>
    (await fetch(`${readDemo().url}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } })).status;
  expect(await statusOf("/charge-points?limit=1")).toBe(200);
  expect(await statusOf("/audit?limit=1")).toBe(403);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(key)).toHaveCount(0);
  await page.getByRole("button", { name: "Revoke Browser test" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("textbox").fill("Browser test");
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText(/^Revoked /)).toBeVisible();
  expect(await statusOf("/charge-points?limit=1")).toBe(401);

  await page.goto("/admin/audit?subject=apiKey");
  await expect(page.getByText("API key revoked").first()).toBeVisible();
  await expectAccessible(page);
  await page.goto("/admin/audit?subject=apiKey&id=nothing");
  await expect(page.getByText("Nothing matches this filter.")).toBeVisible();
  await page.setViewportSize({ width: 360, height: 780 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/admin/audit");
  await expect(page.locator("ol li").first()).toBeVisible();
  await expectAccessible(page);
});

test("a browser that was signed out from another one leaves what it shows, and opens nothing any more", async ({
  page,
  browser,
}) => {
  const lost = await browser.newContext({ userAgent: "Mozilla/5.0 (iPhone) Safari/600" });
  const phone = await lost.newPage();
  await signIn(phone, "support");
  await phone.goto("/admin/sessions");
  await signIn(page, "support");
  await page.goto("/admin/account");
  await expect(page.getByText("This browser")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign out: Safari, iPhone" }).click();
  await expect(page.getByText("Safari, iPhone")).toHaveCount(0);
  // Of itself: nobody touches it, and its screen asks nothing.
  await phone.waitForURL(/\/sign-in\?next=%2Fadmin%2Fsessions/, { timeout: 15_000 });
  await expect(phone.getByLabel(/e-mail/i)).toBeVisible();
  const status = await phone.evaluate(async () => (await fetch("/api/trpc/account.sessions")).status);
  expect(status).toBe(401);
  await lost.close();
});

test("signing out ends the cookie itself, wherever a copy of it is", async ({ page, context }) => {
  await signIn(page, "viewer");
  const copy = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const ask = async () =>
    (await fetch(`${readDemo().url}/api/trpc/account.sessions`, { headers: { cookie: copy } })).status;
  expect(await ask()).toBe(200);
  await page.goto("/admin/charge-points");
  await page
    .getByRole("button", { name: /account and settings/ })
    .first()
    .click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByLabel(/e-mail/i)).toBeVisible();
  expect(await ask()).toBe(401);
});
