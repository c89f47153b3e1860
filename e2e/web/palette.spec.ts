import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, expectNoOverflow } from "./accessibility.ts";
import { readDemo } from "./address.ts";
import { beginSession, endSession } from "./charge.ts";
import { rest, signIn } from "./operator.ts";

/** Keys that are pressed before the page listens are lost. */
async function openPalette(page: Page) {
  const palette = page.getByRole("dialog", { name: "Go to" });
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(palette).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(palette.getByRole("combobox")).toBeFocused();
  return palette;
}

test("by keyboard alone to a charge point, a session by its id, a page; what was gone to last comes first", async ({
  page,
}) => {
  const { socket, transactionId } = await beginSession(1, 1, 20);
  await endSession(socket, transactionId, 1, 11_000);
  await signIn(page, "operator");
  await page.goto("/admin/charge-points");
  const palette = await openPalette(page);
  await expectAccessible(page);
  await page.keyboard.type("demo-2");
  await expect(palette.getByRole("option", { name: /DEMO-2/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "DEMO-2" })).toBeVisible();
  await expect(palette).toHaveCount(0);

  const { items } = await rest<{ items: { id: string }[] }>(`/sessions?limit=1`);
  const id = items[0]?.id ?? "";
  await openPalette(page);
  await expect(palette.getByRole("option", { name: /DEMO-2/ })).toBeVisible(); // gone to last
  await page.keyboard.insertText(id);
  await expect(palette.getByRole("option", { name: /Session/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/admin/sessions/${id}`);

  await openPalette(page);
  await page.keyboard.type("tarif");
  await expect(palette.getByRole("option", { name: "Tariffs", exact: true })).toBeVisible();
  await page.keyboard.type("xyz");
  await expect(palette.getByText("Nothing is called “tarifxyz”.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(palette).toHaveCount(0);

  await page.setViewportSize({ width: 360, height: 780 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByRole("button", { name: "Go to" }).click();
  await palette.getByRole("combobox").fill("markt");
  await expect(palette.getByRole("option", { name: /Marktplatz/ }).first()).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
});

test("signing out of the office says when it failed, and leaves nothing of what was gone to", async ({
  page,
  context,
}) => {
  await signIn(page, "operator");
  await page.goto("/admin/charge-points");
  const palette = await openPalette(page);
  await page.keyboard.type("demo-2");
  await expect(palette.getByRole("option", { name: /DEMO-2/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "DEMO-2" })).toBeVisible();
  const kept = () => page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  expect(await kept()).toContain("DEMO-2");
  const signOut = page.getByRole("menuitem", { name: "Sign out" });
  const menu = page.getByRole("button", { name: /account and settings/ }).first();
  await menu.click();
  await expect(signOut).toBeVisible();
  await page.waitForLoadState("networkidle");
  await context.setOffline(true);
  await signOut.click();
  await expect(page.getByText("You are still signed in")).toBeVisible();
  await context.setOffline(false);
  await menu.click();
  await signOut.click();
  await expect(page.getByLabel(/e-mail/i)).toBeVisible();
  expect(await kept()).toBe("{}");
});

test("a viewer finds no card", async ({ page }) => {
  await signIn(page, "viewer");
  await page.goto("/admin/charge-points");
  const palette = await openPalette(page);
  await palette.getByRole("combobox").fill(readDemo().idTokens.accepted);
  await expect(palette.getByText(/^Nothing is called/)).toBeVisible();
});
