import { expect, test } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { E2E_PORT, readDemo } from "./address.ts";
import { rest, signIn } from "./operator.ts";

test("a wrong password is refused in words, and a guest sees nothing of the back office", async ({ page }) => {
  await page.goto("/admin/sessions");
  await expect(page).toHaveURL(/sign-in\?next=/);
  await expectAccessible(page);
  await page.getByLabel(/e-mail/i).fill("owner@lindental.example");
  await page.getByLabel(/password/i).fill("wrong");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
});

test("the bare address leads to the office, of a company's host name to its drivers' app, and keeps its query; the browser finds its icon", async ({
  page,
}) => {
  await signIn(page);
  await page.goto("/?q=LIN-DOM");
  await expect(page).toHaveURL(/\/admin\?q=LIN-DOM$/);
  const ofCompany = `http://lindental.localhost:${E2E_PORT}`;
  await page.goto(`${ofCompany}/?q=LIN-DOM`);
  await expect(page).toHaveURL(`${ofCompany}/drive?q=LIN-DOM`);
  await page.goto(`http://localhost:${E2E_PORT}/t/lindental`);
  await expect(page.getByRole("heading", { name: "Stations" })).toBeVisible();
  const icon = await page.request.get("/favicon.ico");
  expect(icon.headers()["content-type"]).toContain("image/svg+xml");
});

for (const [width, colorScheme] of [
  [1440, "light"],
  [360, "dark"],
] as const) {
  test(`every screen at ${width} px, ${colorScheme}: nothing for axe to find, no request to another host`, async ({
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
    await page.goto("/admin/charge-points");
    await expect(page.locator("[data-charge-point]").first()).toBeVisible();
    await expectAccessible(page);
    const { items } = await rest<{ items: { id: string }[] }>("/charge-points?limit=1");
    for (const address of [
      `/admin/charge-points/${items[0]?.id}`,
      `/admin/charge-points?chargePoint=${items[0]?.id}`,
    ]) {
      await page.goto(address);
      await expect(page.locator("[data-connector]").first()).toBeVisible();
      for (const tab of await page.getByRole("tab").all()) {
        await tab.click();
        await expect(tab).toHaveAttribute("aria-selected", "true");
        await expectAccessible(page);
      }
    }
    await page.goto("/admin/charge-points?q=no+such+station");
    await expect(page.getByText("No charge point matches these filters.")).toBeVisible();
    await expectAccessible(page);
    await page.goto("/admin/sessions");
    await expect(page.getByRole("heading", { name: "Sessions" })).toBeVisible();
    const sessions = await rest<{ items: { id: string }[] }>("/sessions?limit=1");
    await expectAccessible(page);
    if (sessions.items[0]) {
      await page.goto(`/admin/sessions/${sessions.items[0].id}`);
      await expect(page.getByRole("heading", { name: /Session/ })).toBeVisible();
      await expectAccessible(page);
    }
    expect(foreign).toEqual([]);
  });
}

test("filters live in the address, and no match says so", async ({ page }) => {
  await signIn(page);
  await page.goto("/admin/charge-points");
  await expect(page.locator("[data-charge-point]")).toHaveCount(13);
  await page.getByRole("searchbox").fill("LIN-DOM");
  await expect(page.locator("[data-charge-point]")).toHaveCount(4);
  await expect(page).toHaveURL(/q=LIN-DOM/);
  await page.reload();
  await expect(page.locator("[data-charge-point]")).toHaveCount(4);
  await page.getByRole("searchbox").fill("no such station");
  await expect(page.getByText("No charge point matches these filters.")).toBeVisible();
});

test("Back undoes a filter that was chosen, on both lists", async ({ page }) => {
  await signIn(page);
  await page.goto("/admin/charge-points");
  await expect(page.locator("[data-charge-point]").first()).toBeVisible();
  await page.locator("[data-family-filter=fault]").click();
  await expect(page).toHaveURL(/state=fault/);
  await page.locator("[data-family-filter=charging]").click();
  await expect(page).toHaveURL(/state=charging/);
  await page.goBack();
  await expect(page).toHaveURL(/state=fault/);
  await page.goBack();
  await expect(page).toHaveURL(/\/admin\/charge-points$/);
  await expect(page.locator("[data-family-filter=fault]")).toHaveAttribute("aria-pressed", "false");
  await page.goto("/admin/sessions");
  await expect(page.locator("table[aria-busy=false], [data-slot=empty-state]").first()).toBeVisible();
  await page.getByRole("combobox", { name: "State" }).selectOption("ended");
  await expect(page).toHaveURL(/state=ended/);
  await page.goBack();
  await expect(page).toHaveURL(/\/admin\/sessions$/);
  await expect(page.getByRole("combobox", { name: "State" })).toHaveValue("all");
});

test("a character that no text can hold filters nothing", async ({ page }) => {
  await signIn(page);
  await page.goto("/admin/charge-points?q=%00");
  await expect(page.locator("[data-charge-point]")).toHaveCount(13);
  await page.goto("/admin/sessions?chargePoint=%00");
  await expect(page.getByRole("combobox", { name: "State" })).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await expect(page.getByText("Something went wrong on our side.")).toHaveCount(0);
});

test("each page has its own title, with the company's name", async ({ page }) => {
  await signIn(page);
  await page.goto("/admin/charge-points");
  await expect(page).toHaveTitle(/^Charge points · .*Lindental/);
  const points = await rest<{ items: { id: string; identity: string }[] }>("/charge-points?limit=1");
  await page.goto(`/admin/charge-points/${points.items[0]?.id}`);
  await expect(page).toHaveTitle(new RegExp(`^${points.items[0]?.identity} · `));
  await page.goto("/admin/sessions");
  await expect(page).toHaveTitle(/^Sessions · /);
  await page.goto("/admin/sessions/34");
  await expect(page).toHaveTitle(/^Session · /);
});

test("a viewer is not offered what a viewer may not do", async ({ page }) => {
  await signIn(page, "viewer");
  const { items } = await rest<{ items: { id: string }[] }>("/charge-points?limit=1");
  await page.goto(`/admin/charge-points/${items[0]?.id}`);
  await expect(page.locator("[data-connector]").first()).toBeVisible();
  await expect(page.getByRole("tab")).toHaveCount(0);
});

test("another tenant's charge point does not exist", async ({ page }) => {
  const { items } = await rest<{ items: { id: string }[] }>("/charge-points?limit=1");
  await signIn(page, "owner", "grachtladen");
  await page.goto(`/admin/charge-points/${items[0]?.id}`);
  await expect(page.getByText("There is no such charge point.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0);
  await expect(page.locator("[data-connector]")).toHaveCount(0);
  await page.getByRole("link", { name: "Show all charge points" }).click();
  await expect(page).toHaveURL(/\/admin\/charge-points$/);
});

test("a session that does not exist, or an id that is none, says so and leads back to the list", async ({ page }) => {
  await signIn(page);
  for (const id of ["01a214e3-1e0c-7000-acfe-9eb7fae779a2", "34"]) {
    await page.goto(`/admin/sessions/${id}`);
    await expect(page.getByText("There is no such session.")).toBeVisible();
    await expect(page.locator("h1")).toHaveText("Session");
    await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0);
    await page.getByRole("link", { name: "Show all sessions" }).click();
    await expect(page).toHaveURL(/\/admin\/sessions$/);
  }
});

test("the pages speak German and Dutch", async ({ page, context }) => {
  await signIn(page);
  for (const [locale, title] of [
    ["de", "Ladestationen"],
    ["nl", "Laadstations"],
  ] as const) {
    await context.addCookies([{ name: "locale", value: locale, url: readDemo().url }]);
    await page.goto("/admin/charge-points");
    await expect(page.getByRole("heading", { name: title })).toBeVisible();
  }
});
