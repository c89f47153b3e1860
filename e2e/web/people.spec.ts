import { expect, test } from "@playwright/test";
import { expectAccessible, expectNoOverflow } from "./accessibility.ts";
import { readDemo } from "./address.ts";
import { demoStation } from "./charge.ts";
import { rest, signIn } from "./operator.ts";
import { StationSocket } from "./station.ts";

test("a site is made on the screen, and its plug's sticker leads a guest to the plug's page", async ({ page }) => {
  await signIn(page, "operator");
  await page.goto("/admin/sites");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add a site" }).click();
  await page.getByLabel("Country").fill("Germany");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Give it a name.")).toBeVisible();
  await expect(page.getByText("Three letters, as in DEU.")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Name", { exact: true }).fill("New Depot");
  await page.getByLabel("Country").fill("deu");
  await page.getByLabel("Latitude").fill("52,5");
  await page.getByLabel("Longitude").fill("13.4");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "New Depot" })).toBeVisible();
  await expect(page.getByText("No charge point stands here yet.")).toBeVisible();
  const siteId = page.url().split("/").at(-1) ?? "";
  expect(await rest<object>(`/sites/${siteId}`)).toMatchObject({ latitude: 52.5, country: "DEU", isPublic: true });

  const identity = `QR-${Date.now()}`;
  const made = await rest<{ password: string }>("/charge-points", {
    method: "POST",
    body: JSON.stringify({ identity, siteId }),
  });
  const url = demoStation(0).url.replace(/[^/]+$/, identity);
  const socket = await StationSocket.open({ url, identity, password: made.password });
  await socket.call("BootNotification", { chargePointVendor: "Test", chargePointModel: "One" });
  await socket.status(1, "Available", new Date());
  await expect(page.getByTestId("plug").getByText("Free")).toBeVisible();
  await socket.status(1, "Faulted", new Date());
  await expect(page.getByTestId("plug").getByText("Fault")).toBeVisible();
  socket.close();
  const plug = page.getByTestId("plug");
  await expect(plug.getByRole("img", { name: `QR code of ${identity}, connector 1` })).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 780 });
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
  await expectNoOverflow(page);
  const [guest] = await Promise.all([
    page.waitForEvent("popup"),
    plug.getByRole("link", { name: "Open the guests’ page" }).click(),
  ]);
  await expect(guest.getByText(identity).first()).toBeVisible();

  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("Shown to every driver").uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("not public")).toBeVisible();
  await guest.reload();
  await expect(guest.getByText(identity)).toHaveCount(0);
  await guest.close();
  // Others count the charge points of the demo.
  const { items } = await rest<{ items: { id: string }[] }>(`/charge-points?search=${identity}`);
  await rest(`/charge-points/${items[0]?.id}`, { method: "DELETE" });
  await page.goto("/admin/sites?q=nothing-like-this");
  await expect(page.getByText("Nothing found")).toBeVisible();
});

test("a driver gets a card, is blocked, and what is blocked starts nothing", async ({ page }) => {
  await signIn(page, "operator");
  await page.goto("/admin/drivers");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add a driver" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Dora Driver");
  await page.getByLabel("E-mail").fill("no address");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("This is no e-mail address.")).toBeVisible();
  await page.getByLabel("E-mail").fill("dora@example.com");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Dora Driver" })).toBeVisible();
  const token = `DORA${Date.now() % 100_000}`;
  await page.getByLabel("Give a card: its number").fill(token);
  await page.getByRole("button", { name: "Give", exact: true }).click();
  await expect(page.getByText(token)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Block", exact: true }).first().click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("What is charging goes on.");
  await dialog.getByRole("button", { name: "Block" }).click();
  await expect(page.getByText(/^Blocked since/)).toBeVisible();
  await page.goto(`/admin/drivers?q=${token}`);
  await expect(page.getByRole("link", { name: "Dora Driver" })).toBeVisible();
  await page.getByLabel("Only blocked").check();
  await page.waitForURL(/blocked=true/);
  await expect(page.getByRole("link", { name: "Dora Driver" })).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel("Only blocked")).not.toBeChecked();
  await page.setViewportSize({ width: 360, height: 780 });
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
  await expectNoOverflow(page);
});

test("a box of cards is looked at before it is added, and added whole; a viewer sees no card", async ({
  page,
  browser,
}) => {
  await signIn(page, "operator");
  await page.goto("/admin/id-tokens");
  await expectAccessible(page);
  const box = `BOX${Date.now() % 100_000}`;
  await page.getByRole("button", { name: "Add many" }).click();
  await page.getByLabel("Cards, one a line").fill(`token;label\n${box}1;Blue\n${box}1;Again\n${"x".repeat(30)};Long`);
  await page.getByRole("button", { name: "Check" }).click();
  await expect(page.getByText("2 lines are wrong.")).toBeVisible();
  await expect(page.getByText(/^Line 3 .*is in the list twice$/)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Cards, one a line").fill(`${box}1;Blue\n${box}2;Red`);
  await page.getByRole("button", { name: "Check" }).click();
  await expect(page.getByText("2 cards are in order. Nothing is written yet.")).toBeVisible();
  await page.getByRole("button", { name: "Add 2 cards" }).click();
  await expect(page.getByText("2 cards are added.")).toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("searchbox").fill(box);
  await expect(page.getByText(`${box}1`)).toBeVisible();
  await page.getByRole("button", { name: `Edit ${box}1` }).click();
  await page.getByLabel("Runs out").fill("2020-01-01");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Expired", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: `Block ${box}2` }).click();
  await expect(page.getByRole("button", { name: `Unblock ${box}2` })).toBeVisible();
  await page.setViewportSize({ width: 360, height: 780 });
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
  await expectNoOverflow(page);

  const context = await browser.newContext({ baseURL: readDemo().url });
  const viewer = await context.newPage();
  await signIn(viewer, "viewer");
  await viewer.goto("/admin/charge-points");
  await expect(viewer.getByRole("link", { name: "Cards" })).toHaveCount(0);
  await viewer.goto("/admin/id-tokens");
  await expect(viewer.getByText(box)).toHaveCount(0);
  const refused = await viewer.evaluate(
    async () => (await fetch("/api/trpc/idToken.list?input=%7B%22json%22%3A%7B%7D%7D")).status,
  );
  expect(refused).toBe(403);
  await context.close();
});
