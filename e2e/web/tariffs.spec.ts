import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, expectNoOverflow } from "./accessibility.ts";
import { rest, signIn } from "./operator.ts";

type Station = { id: string; tariffId: string | null; connectors: { maxPowerW: number | null }[] };
const HEADING = { name: "Example session" };
const price = (page: Page) => page.locator("[data-slot=example-price]");

/** Moves on by Tab until the control of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const wanted = page
    .getByLabel(name, { exact: true })
    .or(page.getByRole("button", { name, exact: true }))
    .first();
  await expect(wanted).toBeVisible();
  for (let step = 0; step < 80; step += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${name}`);
}

test("a tariff is made by keyboard alone, and the example's price follows the typing", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await signIn(page, "finance");
  await page.goto("/admin/tariffs/new");
  await expect(page.getByRole("heading", HEADING)).toBeVisible();
  const name = `By keyboard ${Date.now()}`;
  await tabTo(page, "Name");
  await page.keyboard.type(name);
  await tabTo(page, "Net price per kWh");
  await page.keyboard.type("0.5");
  await expect(price(page)).toHaveText("—");
  await tabTo(page, "Party (OCPI)");
  await page.keyboard.type("VOL");
  // 30 kWh at 0.50 net and 19 % VAT.
  await expect(price(page)).toHaveText("€17.85");
  await page.getByLabel("Net price per kWh").focus();
  await page.keyboard.type("2");
  await expect(price(page)).toHaveText("€18.56");
  await expectAccessible(page);
  await tabTo(page, "Create tariff");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText("made by finance of", { exact: false })).toBeVisible();
  const { items } = await rest<{ items: { name: string; isAdHoc: boolean }[] }>("/tariffs?limit=200");
  expect(items.find((tariff) => tariff.name === name)).toMatchObject({ isAdHoc: false });
  await page.goto("/admin/tariffs");
  await expect(page.getByRole("link", { name })).toBeVisible();
  await expect(
    page.getByRole("row", { name }).getByRole("cell", { name: "€0.6188 per kWh", exact: true }),
  ).toBeVisible();
  await expectAccessible(page);
});

test("a price per minute from the first minute is refused for guests at 50 kW or more, with the reason", async ({
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 780 });
  await page.emulateMedia({ colorScheme: "dark" });
  const tariff = await rest<{ id: string }>("/tariffs", {
    method: "POST",
    body: JSON.stringify({
      name: `Fast ${Date.now()}`,
      isAdHoc: true,
      validFrom: "2026-01-01T00:00:00Z",
      ocpi: {
        country_code: "DE",
        party_id: "VOL",
        id: "FAST",
        currency: "EUR",
        elements: [
          {
            price_components: [
              { type: "ENERGY", price: 0.5, vat: 19, step_size: 1 },
              { type: "PARKING_TIME", price: 6, vat: 19, step_size: 60 },
            ],
          },
        ],
        last_updated: "2026-01-01T00:00:00Z",
      },
    }),
  });
  const { items } = await rest<{ items: Station[] }>("/charge-points?limit=100");
  const fast = items.find(({ connectors }) => connectors.some(({ maxPowerW }) => (maxPowerW ?? 0) >= 50_000));
  if (!fast) throw new Error("no charge point of 50 kW or more among the first hundred");
  const give = (tariffId: string | null) =>
    rest(`/charge-points/${fast.id}`, { method: "PATCH", body: JSON.stringify({ tariffId }) });
  await give(tariff.id);
  await signIn(page, "finance");
  await page.goto(`/admin/tariffs/${tariff.id}/new-version`);
  await expect(page.getByText(/Serves connectors of up to (50|[5-9]\d|\d{3}) kW/)).toBeVisible();
  const violations = page.locator("[data-slot=violations]");
  await expect(violations).toHaveCount(0);
  const type = page.getByLabel("For", { exact: true }).nth(1);
  await type.selectOption("TIME");
  await expect(violations).toContainText("not from the first minute (AFIR Art. 5)");
  await expect(type).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Net price per kWh").fill("x");
  await page.getByRole("button", { name: "Create version" }).click();
  await expect(page.getByLabel("Net price per kWh")).toBeFocused();
  await expect(page.getByText("Enter a number with at most 6 decimals.")).toBeVisible();
  await page.getByLabel("Net price per kWh").fill("0.5");
  await page.getByRole("button", { name: "Create version" }).click();
  await expect(page).toHaveURL(/new-version/);
  await expect(type).toBeFocused();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await type.selectOption("PARKING_TIME");
  await expect(violations).toHaveCount(0);
  await page.getByRole("button", { name: "Create version" }).click();
  await expect(page.getByRole("heading", { name: "Version 2" })).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await give(fast.tariffId);
});
