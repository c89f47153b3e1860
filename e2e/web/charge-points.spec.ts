import { expect, type Locator, type Page, test } from "@playwright/test";
import { readDemo } from "./address.ts";
import { rest, signIn } from "./operator.ts";
import { StationSocket } from "./station.ts";

/** A station that no other test speaks for. */
function demoStation() {
  const station = readDemo().stations[2];
  if (!station) throw new Error("no demo station");
  return station;
}
/** It has never booted in the demo, and is not listened to before it has. */
async function connect(station: ReturnType<typeof demoStation>): Promise<StationSocket> {
  const socket = await StationSocket.open(station);
  await socket.call("BootNotification", { chargePointVendor: "V", chargePointModel: "M" });
  return socket;
}
const idOf = async (identity: string) => (await rest<{ id: string }>(`/charge-points/${identity}`)).id;
const rows = (page: Page) => page.locator("[data-charge-point]");
const drawer = (page: Page) => page.getByRole("dialog");

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("Tab never reaches it");
}

test("one row per connector; a state, a site and a text narrow the list, and the address keeps them", async ({
  page,
}) => {
  const station = demoStation();
  const socket = await connect(station);
  await socket.status(1, "Faulted");
  await socket.status(2, "Available");
  await signIn(page);
  await page.goto("/admin/charge-points");
  const row = page.locator(`[data-charge-point="${station.identity}"]`);
  await expect(row.locator("[data-list-connector]")).toHaveCount(2);

  await page.getByRole("button", { name: /^Fault\W+1$/ }).click();
  await expect(page).toHaveURL(/state=fault/);
  await expect(page.locator("[data-list-connector]")).toHaveCount(1);
  await expect(row).toContainText("Faulted");

  // What leaves the state stays where it is until the list is asked to follow.
  await socket.status(1, "Available");
  await expect(row).toContainText("Available");
  await page.getByRole("button", { name: "1 change – apply" }).click();
  await expect(page.getByText("No charge point matches these filters.")).toBeVisible();
  await page.getByRole("button", { name: "Remove filter: State" }).click();
  await expect(rows(page)).toHaveCount(13);

  const { items } = await rest<{ items: { id: string; name: string }[] }>("/sites");
  const site = items[0];
  if (!site) throw new Error("no site");
  const there = await rest<{ items: unknown[] }>(`/charge-points?siteId=${site.id}`);
  await page.getByLabel("Site", { exact: true }).selectOption(site.id);
  await expect(rows(page)).toHaveCount(there.items.length);
  await page.getByRole("searchbox").fill("no such station");
  await expect(page.getByText("No charge point matches these filters.")).toBeVisible();
  await page.reload();
  await page.getByRole("button", { name: "Remove filter: Text" }).click();
  await expect(rows(page)).toHaveCount(there.items.length);
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(rows(page)).toHaveCount(13);
  expect(new URL(page.url()).search).toBe("");

  type Booted = { model: string | null; firmwareVersion: string | null };
  const { items: points } = await rest<{ items: Booted[] }>("/charge-points?limit=100");
  const booted = points.find(({ model, firmwareVersion }) => model !== null && firmwareVersion !== null);
  const { model, firmwareVersion } = booted ?? {};
  if (!model || !firmwareVersion) throw new Error("no charge point has told what it is");
  await page.getByLabel("Model").selectOption(model);
  await page.getByLabel("Firmware").selectOption(firmwareVersion);
  await expect(rows(page)).toHaveCount(
    points.filter((point) => point.model === model && point.firmwareVersion === firmwareVersion).length,
  );
  await page.getByRole("button", { name: "Remove filter: Model" }).click();
  await page.getByRole("button", { name: "Remove filter: Firmware" }).click();
  await expect(rows(page)).toHaveCount(13);
  socket.close();
});

test("a charge point opens beside the list by mouse, has its own address, and Back closes it", async ({ page }) => {
  await signIn(page);
  await page.goto("/admin/charge-points");
  await expect(rows(page)).toHaveCount(13);
  const [first, second] = await rows(page).evaluateAll((items) =>
    items.map((item) => item.getAttribute("data-charge-point") ?? ""),
  );
  if (!first || !second) throw new Error("no rows");
  // Anywhere in the row, not only on the name.
  await rows(page)
    .first()
    .click({ position: { x: 300, y: 12 } });
  await expect(drawer(page).getByRole("heading", { name: first })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`chargePoint=${await idOf(first)}`));
  await expect(rows(page)).toHaveCount(13);
  await drawer(page).getByRole("button", { name: "Next charge point" }).click();
  await expect(drawer(page).getByRole("heading", { name: second })).toBeVisible();
  await page.reload();
  await expect(drawer(page).getByRole("heading", { name: second })).toBeVisible();
  await page.goBack();
  await expect(drawer(page)).toHaveCount(0);
  await page.goForward();
  await drawer(page).getByRole("link", { name: "Open as a page" }).click();
  await expect(page).toHaveURL(new RegExp(`/admin/charge-points/${await idOf(second)}$`));
  await expect(page.getByRole("heading", { name: second, level: 1 })).toBeVisible();
});

test("brackets go through the list, Escape closes, and the focus is where the eye is", async ({ page }) => {
  await signIn(page);
  await page.goto("/admin/charge-points");
  const links = page.locator("[data-row-link]");
  await expect(rows(page)).toHaveCount(13);
  await page.keyboard.press("j");
  await expect(links.nth(0)).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await expect(links.nth(1)).toBeFocused();
  await page.keyboard.press("Enter");
  const names = await links.allTextContents();
  const heading = (index: number) => drawer(page).getByRole("heading", { name: names[index] ?? "", exact: true });
  await expect(heading(1)).toBeVisible();
  await page.keyboard.press("]");
  await expect(heading(2)).toBeVisible();
  await page.keyboard.press("[");
  await page.keyboard.press("[");
  await expect(heading(0)).toBeVisible();
  await page.keyboard.press("[");
  await expect(heading(0)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(drawer(page)).toHaveCount(0);
  await expect(links.nth(0)).toBeFocused();
  expect(new URL(page.url()).search).toBe("");
});

test("keyboard only: sign in, find a station, open it, reset it softly, and see the conversation", async ({ page }) => {
  const station = demoStation();
  const socket = await connect(station);
  await socket.status(1, "Available");
  const login = readDemo().logins.find(({ role, tenant }) => role === "operator" && tenant === "lindental");
  if (!login) throw new Error("no operator");
  await page.goto("/admin/charge-points");
  await tabTo(page, page.getByLabel(/e-mail/i));
  await page.keyboard.type(login.email);
  await tabTo(page, page.getByLabel(/password/i));
  await page.keyboard.type(login.password);
  await page.keyboard.press("Enter");
  await expect(rows(page)).toHaveCount(13);

  await page.keyboard.press("/");
  await page.keyboard.type(station.identity);
  await expect(rows(page)).toHaveCount(1);
  await tabTo(page, page.locator("[data-row-link]"));
  await page.keyboard.press("Enter");
  await expect(drawer(page).getByRole("heading", { name: station.identity })).toBeVisible();

  const command = drawer(page).getByLabel("Command", { exact: true });
  await tabTo(page, command);
  await page.keyboard.type("Reset");
  await expect(command).toHaveValue("Reset");
  await expect(drawer(page).getByLabel("Kind", { exact: true })).toHaveValue("Soft");
  await tabTo(page, drawer(page).getByRole("button", { name: "Reset", exact: true }));
  await page.keyboard.press("Enter");
  const reset = drawer(page).locator('[data-command="Reset"]').first();
  await expect(reset).toContainText("Sent to the station");
  await expect(reset).toContainText("Accepted by the station");
  await socket.call("BootNotification", { chargePointVendor: "V", chargePointModel: "M" });
  await expect(reset).toContainText(/Seen in effect.*\d\d:\d\d/);
  await expect(reset).toContainText("Within the time limit");
  await page.keyboard.press("Escape");
  await expect(page.locator("[data-row-link]")).toBeFocused();
  socket.close();
});

test("what is said appears in the trace as it is said, without asking for the trace again", async ({ page }) => {
  const station = demoStation();
  const socket = await connect(station);
  await socket.status(1, "Available");
  await signIn(page);
  await page.goto(`/admin/charge-points/${await idOf(station.identity)}?tab=messages`);
  const trace = page.getByRole("list", { name: "Messages" });
  const messages = trace.locator("[data-message]");
  await expect(messages.first()).toBeVisible();
  // Once this has come, the page has caught up with what happened before it listened.
  await socket.status(1, "Preparing");
  await expect(messages.first()).toContainText("status Preparing");

  let asked = 0;
  page.on("request", (request) => {
    if (request.url().includes("chargePoint.messages")) asked += 1;
  });
  await socket.call("Heartbeat", {});
  await expect(messages.first()).toHaveAttribute("data-message", "Heartbeat");
  await socket.call("Nonsense", {});
  await expect(messages.first()).toContainText("NotImplemented");

  await page.getByRole("button", { name: "Pause" }).click();
  await socket.call("Authorize", { idTag: "UNKNOWN" });
  await expect(page.getByRole("button", { name: "Resume (1 new)" })).toBeVisible();
  await expect(trace).not.toContainText("Authorize");
  await page.getByRole("button", { name: "Resume (1 new)" }).click();
  await expect(messages.first()).toContainText("idTag UNKNOWN → status Invalid");

  await messages.first().locator("summary").click();
  await expect(messages.first().getByRole("region", { name: "Answer" })).toContainText("idTagInfo.status");
  await page.getByRole("button", { name: "Raw" }).click();
  await expect(messages.first().locator("pre").first()).toContainText('"Authorize"');
  expect(asked).toBe(0);

  await page.getByLabel("Action", { exact: true }).selectOption("Heartbeat");
  await expect(page).toHaveURL(/action=Heartbeat/);
  await expect(messages.first()).toHaveAttribute("data-message", "Heartbeat");
  await expect(trace.locator('[data-message]:not([data-message="Heartbeat"])')).toHaveCount(0);
  const before = await messages.count();
  await socket.status(1, "Available");
  await socket.call("Heartbeat", {});
  await expect(messages).toHaveCount(before + 1);
  await page.getByLabel("Direction", { exact: true }).selectOption("out");
  await expect(page.getByText("No message matches these filters.")).toBeVisible();
  socket.close();
});

test("a charge point that is opened by its identity is as alive as by its id", async ({ page }) => {
  const station = demoStation();
  const socket = await connect(station);
  await socket.status(1, "Available");
  await signIn(page);
  for (const address of [
    `/admin/charge-points/${station.identity}`,
    `/admin/charge-points?chargePoint=${station.identity}`,
  ]) {
    await page.goto(address);
    const place = address.includes("?") ? drawer(page) : page.locator("main");
    const connector = place.locator('[data-connector="1"]');
    await expect(connector).toContainText("Available");
    await socket.status(1, "Preparing");
    await expect(connector).toContainText("Preparing");
    await socket.status(1, "Available");
    await expect(connector).toContainText("Available");
  }
  socket.close();
});

test("a command to a station that is not connected was never sent, and says so", async ({ page }) => {
  await signIn(page);
  await page.goto("/admin/charge-points");
  // One of the fleet, which is not simulated here.
  await page.getByRole("link", { name: "LIN-DOM-01", exact: true }).click();
  await drawer(page).getByLabel("Command", { exact: true }).selectOption("ClearCache");
  await drawer(page).getByRole("button", { name: "Clear cache" }).click();
  const cleared = drawer(page).locator('[data-command="ClearCache"]').first();
  await expect(cleared).toContainText("Not sent to the station");
  await expect(cleared).toContainText("The station is not connected.");
});
