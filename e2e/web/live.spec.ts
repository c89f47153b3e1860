import { expect, test } from "@playwright/test";
import postgres from "postgres";
import { readDatabaseUrl, readDemo } from "./address.ts";
import { minutesAgo } from "./charge.ts";
import { rest, signIn } from "./operator.ts";
import { StationSocket } from "./station.ts";

type SessionView = { id: string; grossMinor: string; netMinor: string; energyWh: string; settledAt: string | null };

test("an operator sees a session start, move and end; page, REST and database agree to the cent", async ({ page }) => {
  const [station] = readDemo().stations;
  if (!station) throw new Error("no demo station");
  await signIn(page);
  await page.goto("/admin/charge-points");
  const row = page.locator(`[data-charge-point="${station.identity}"]`);
  await expect(row).toBeVisible();
  await expect(row).not.toContainText("Preparing");

  const socket = await StationSocket.open(station);
  await socket.status(1, "Preparing");
  await expect(row).toContainText("Preparing");

  const started = await socket.call("StartTransaction", {
    connectorId: 1,
    idTag: readDemo().idTokens.accepted,
    meterStart: 10_000,
    timestamp: minutesAgo(60).toISOString(),
  });
  await socket.status(1, "Charging");
  await expect(row).toContainText("Charging");
  await socket.meter(started.transactionId, 1, 14_000, minutesAgo(40));
  await expect(row).toContainText("4.00 kWh");
  await socket.meter(started.transactionId, 1, 18_123, minutesAgo(20));
  await expect(row).toContainText("8.12 kWh");

  await row.getByRole("link", { name: /kWh/ }).click();
  await expect(page.getByRole("heading", { name: /Session/ })).toBeVisible();
  await expect(page.getByRole("region", { name: "Figures" })).toContainText("8.12");
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";

  await socket.call("StopTransaction", {
    transactionId: started.transactionId,
    meterStop: 21_457,
    timestamp: minutesAgo(1).toISOString(),
    reason: "EVDisconnected",
  });
  await socket.status(1, "Available");
  // Without reloading: the settled price and its explanation come by themselves.
  const total = page.getByTestId("total-gross");
  await expect(total).toBeVisible();

  const session = await rest<SessionView>(`/sessions/${id}`);
  expect(session.energyWh).toBe("11457");
  const sql = postgres(readDatabaseUrl(), { max: 1 });
  const [kept] = await sql`select net_minor, gross_minor, energy_mwh from session where id = ${id}`;
  await sql.end();
  expect(kept).toMatchObject({
    net_minor: session.netMinor,
    gross_minor: session.grossMinor,
    energy_mwh: "11457000",
  });
  const shown = new Intl.NumberFormat("en", { style: "currency", currency: "EUR" }).format(
    Number(session.grossMinor) / 100,
  );
  await expect(total).toHaveText(shown);
  // 11.457 kWh at 0.4118 EUR, and 19 % VAT.
  expect(session).toMatchObject({ netMinor: "472", grossMinor: "561" });
  socket.close();
});

test("an operator starts and stops a session remotely, and each command is a conversation", async ({ page }) => {
  const [, station] = readDemo().stations;
  if (!station) throw new Error("no demo station");
  const socket = await StationSocket.open(station);
  await socket.status(1, "Available");
  await signIn(page);
  await page.goto("/admin/charge-points");
  await page.getByRole("link", { name: station.identity }).click();
  await expect(page.getByRole("heading", { name: station.identity })).toBeVisible();

  await page.getByLabel("Connector", { exact: true }).selectOption("1");
  await page.getByLabel("Card (id token)").fill(readDemo().idTokens.accepted);
  await page.getByRole("button", { name: "Start charging" }).click();
  const start = page.locator('[data-command="RemoteStartTransaction"]').first();
  await expect(start).toContainText("Accepted by the station");
  await expect(start).not.toContainText(/Seen in effect.*\d\d:\d\d/);

  const { transactionId } = await socket.call("StartTransaction", {
    connectorId: 1,
    idTag: readDemo().idTokens.accepted,
    meterStart: 0,
    timestamp: new Date().toISOString(),
  });
  await socket.status(1, "Charging");
  await expect(start).toContainText(/Seen in effect.*\d\d:\d\d/);
  await expect(page.locator('[data-connector="1"]')).toContainText("Running session");

  await page.getByLabel("Command", { exact: true }).selectOption("RemoteStopTransaction");
  await page.getByLabel("Transaction", { exact: true }).selectOption(String(transactionId));
  await page.getByRole("button", { name: "Stop charging" }).click();
  const stop = page.locator('[data-command="RemoteStopTransaction"]').first();
  await expect(stop).toContainText("Accepted by the station");
  await socket.call("StopTransaction", {
    transactionId,
    meterStop: 500,
    timestamp: new Date().toISOString(),
    reason: "Remote",
  });
  await expect(stop).toContainText(/Seen in effect.*\d\d:\d\d/);
  await expect(page.locator('[data-connector="1"]')).not.toContainText("Running session");

  await page.getByRole("tab", { name: "Messages" }).click();
  await expect(page.locator('[data-message="StopTransaction"]').first()).toBeVisible();
  socket.close();
});

test("a refused command says so", async ({ page }) => {
  const [, station] = readDemo().stations;
  if (!station) throw new Error("no demo station");
  const socket = await StationSocket.open(station);
  socket.onCommand = () => ({ status: "UnlockFailed" });
  await socket.status(1, "Available");
  await signIn(page);
  await page.goto("/admin/charge-points");
  await page.getByRole("link", { name: station.identity }).click();
  await page.getByLabel("Command", { exact: true }).selectOption("UnlockConnector");
  await page.getByLabel("Connector", { exact: true }).selectOption("1");
  await page.getByRole("button", { name: "Unlock connector" }).click();
  const unlock = page.locator('[data-command="UnlockConnector"]').first();
  await expect(unlock).toContainText("Refused by the station");
  await expect(unlock).toContainText("UnlockFailed");
  socket.close();
});
