import { expect, test } from "@playwright/test";
import { expectAccessible, expectNoOverflow } from "./accessibility.ts";
import { rest, signIn } from "./operator.ts";
import { StationSocket } from "./station.ts";

test("a charge point is taken into service: its wrong password is seen, then its first boot", async ({ page }) => {
  await signIn(page, "operator");
  await page.goto("/admin/charge-points");
  await page.getByRole("link", { name: "Add a charge point" }).click();
  await expectAccessible(page);
  await page.getByLabel("Identity").fill("no spaces please");
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Create and connect" }).click();
  await expect(page.getByText("Letters, digits and * + = : | @ . _ - only, at most 48.")).toBeVisible();
  await expect(page.getByText("16 to 20 characters without blanks or umlauts.")).toBeVisible();
  await page.getByLabel("Identity").fill("lin-dom-01");
  await page.getByLabel("Password").fill("");
  await page.getByRole("button", { name: "Create and connect" }).click();
  await expect(page.getByText("A charge point with this identity exists already.")).toBeVisible();
  const identity = `NEW-${Date.now()}`;
  await page.getByLabel("Identity").fill(identity);
  await page.getByLabel("Site").selectOption({ label: "Marktplatz" });
  await page.getByRole("button", { name: "Create and connect" }).click();
  await expect(page.getByRole("heading", { name: `Connect ${identity}` })).toBeVisible();
  const setting = (label: string) => page.locator("dt", { hasText: label }).first().locator("..").locator("code");
  const url = (await setting("Address (URL)").textContent()) ?? "";
  const password = (await setting("Password").textContent()) ?? "";
  expect(url).toMatch(new RegExp(`^ws://localhost:\\d+/ocpp/lindental/${identity}$`));
  expect(password).toMatch(/^\S{16,20}$/);
  await expect(page.getByText("This address has no TLS")).toBeVisible();
  const steps = page.locator("[data-slot=stepper]");
  await expect(steps).toContainText("Waiting for its call.");

  await expect(StationSocket.open({ url, identity, password: "not the right one" })).rejects.toThrow();
  await expect(steps).toContainText("the password is wrong");
  await expectAccessible(page);
  const socket = await StationSocket.open({ url, identity, password });
  await expect(steps).toContainText("Connected. Waiting for its BootNotification.");
  await expect(steps).not.toContainText("the password is wrong");
  await socket.call("BootNotification", {
    ...{ chargePointVendor: "Maker", chargePointModel: "Wallbox 11", firmwareVersion: "1.2.3" },
  });
  await expect(steps).toContainText("Maker Wallbox 11 1.2.3");
  await socket.status(0, "Available");
  await socket.status(1, "Available");
  await expect(page.getByRole("heading", { name: "It is in service" })).toBeVisible();
  await expect(steps).toContainText("1 connector");
  await page.setViewportSize({ width: 360, height: 780 });
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
  await expectNoOverflow(page);

  // What no station tells of its plug.
  await page.getByRole("button", { name: "Connector 1: plug and power" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Plug").selectOption("CCS2");
  await dialog.getByLabel("Highest power (kW)").fill("a lot");
  await dialog.getByLabel("EVSE ID").fill("de*vpl*e999*1");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toContainText("A power in kW, such as 22 or 3.7.");
  await expectAccessible(page);
  await expectNoOverflow(page);
  await dialog.getByLabel("Highest power (kW)").fill("150");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.locator("[data-connector='1'] [data-slot=plug]")).toHaveText("CCS2 · 150.0 kW · DE*VPL*E999*1");

  // Seen once: after a reload only a new one can be made.
  await page.reload();
  await expect(page.getByRole("heading", { name: "It is in service" })).toBeVisible();
  await expect(page.getByText(password)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Make a new password" })).toBeVisible();
  socket.close();
  // Others count the charge points of the demo.
  await rest(`/charge-points/${identity}`, { method: "DELETE" });
});

test("who may not add charge points is offered no way to it", async ({ page }) => {
  await signIn(page, "viewer");
  await page.goto("/admin/charge-points");
  await expect(page.locator("[data-charge-point]").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Add a charge point" })).toHaveCount(0);
  expect((await page.goto("/admin/charge-points/new"))?.status()).toBe(404);
});
