import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import postgres from "postgres";
import { expectAccessible, expectNoOverflow } from "./accessibility.ts";
import { E2E_PORT, readDatabaseUrl, readDemo } from "./address.ts";
import { newestMailTo } from "./mailbox.ts";
import { rest } from "./operator.ts";
import { StationSocket } from "./station.ts";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

const HOST = `http://lindental.localhost:${E2E_PORT}`;
const OTHER_HOST = `http://grachtladen.localhost:${E2E_PORT}`;
type Session = { id: string; grossMinor: string; gross: string; settledAt: string | null };
type Site = { id: string; name: string };

/** A charge point of its own, so that nobody else's test changes what a driver sees. */
const made: string[] = [];
test.afterEach(async () => {
  for (const identity of made.splice(0)) await rest(`/charge-points/${identity}`, { method: "DELETE" });
});

async function openStation(name: string) {
  // A retired charge point keeps its identity, so that a second try needs another one.
  const { retry } = test.info();
  const identity = retry ? `${name}-${retry}` : name;
  const { items } = await rest<{ items: Site[] }>("/sites");
  const siteId = items.find(({ name }) => name === "Marktplatz")?.id;
  const { password } = await rest<{ password: string }>("/charge-points", {
    method: "POST",
    body: JSON.stringify({ identity, siteId, name }),
  });
  made.push(identity);
  const socket = await StationSocket.open({
    identity,
    password,
    url: `ws://localhost:${E2E_PORT}/ocpp/lindental/${identity}`,
  });
  await socket.call("BootNotification", { chargePointVendor: "Test", chargePointModel: "One" });
  await socket.status(1, "Available");
  return { socket, plug: `${identity}~1` };
}

async function signInAsDriver(page: Page, host = HOST, tenant = "lindental"): Promise<void> {
  const login = readDemo().logins.find(({ role, tenant: of }) => role === "driver" && of === tenant);
  if (!login) throw new Error("the demo has no driver");
  await page.goto(`${host}/drive/sign-in`);
  await page.getByRole("button", { name: "Sign in with a password" }).click();
  await page.getByLabel("E-mail").fill(login.email);
  await page.getByLabel("Password").fill(login.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Stations" })).toBeVisible();
}

/** Says what the station does when it is asked to start. */
function answerStarts(socket: StationSocket, status: "Accepted" | "Rejected"): Promise<string> {
  return new Promise((resolve) => {
    socket.onCommand = (action, payload) => {
      if (action !== "RemoteStartTransaction") return { status: "Accepted" };
      resolve(String(payload.idTag));
      return { status };
    };
  });
}

test("a driver finds, starts, watches and stops; every figure of it is the same to the cent", async ({
  page,
  context,
}) => {
  const { socket, plug } = await openStation("DRIVE-ONE");
  await signInAsDriver(page);
  await page.getByRole("searchbox").fill("DRIVE-ONE");
  await page.getByRole("searchbox").press("Enter");
  const row = page.getByRole("link", { name: /DRIVE-ONE, connector 1/ });
  await expect(row).toContainText("Free");
  await socket.status(1, "Faulted");
  await expect(row).toContainText("Out of order"); // pushed, without asking again
  await socket.status(1, "Available");
  await expect(row).toContainText("Free");
  await row.click();
  await expect(page.locator("[data-slot=price-card]")).toContainText("€0.49");

  const asked = answerStarts(socket, "Accepted");
  await page.getByRole("button", { name: "Start charging" }).click();
  const idTag = await asked;
  const steps = page.locator("[data-slot=start-steps]");
  await expect(steps).toContainText("Station accepted");
  await expect(steps).toContainText("Plug the cable into car and station now.");
  await socket.status(1, "Preparing");
  await expect(steps).toContainText("Cable seen. Waiting for the car.");
  await page.reload(); // the address knows where the conversation stands
  await expect(steps).toContainText("Station accepted");

  const { transactionId } = await socket.call("StartTransaction", {
    ...{ connectorId: 1, idTag, meterStart: 1_000 },
    timestamp: new Date().toISOString(),
  });
  await socket.status(1, "Charging");
  await expect(steps).toContainText("Session has begun");
  await socket.meter(transactionId, 1, 5_321, new Date());
  await expect(page.getByRole("heading", { name: "Charging" })).toBeVisible();
  await expect(page.getByTestId("energy")).toHaveText(/4\.32/);
  const running = await page.getByTestId("gross").textContent();
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  expect(running).toBe(euros(await rest<Session>(`/sessions/${id}`)));

  await page.goto(`${HOST}/drive/stations/${encodeURIComponent(plug)}`);
  await page.getByRole("button", { name: "Start charging" }).click();
  await expect(page.locator("[data-slot=problem]")).toContainText("You are charging here already");
  await page.getByRole("link", { name: "To the session" }).click();

  socket.onCommand = (action) => {
    if (action === "RemoteStopTransaction") {
      const stop = { transactionId, meterStop: 12_457, reason: "Remote", timestamp: new Date().toISOString() };
      setTimeout(() => void socket.call("StopTransaction", stop).then(() => socket.status(1, "Available")), 100);
    }
    return { status: "Accepted" };
  };
  // Tapped without a network, it is asked once there is one again.
  await expect(page.getByRole("button", { name: "Stop charging" })).toBeVisible();
  await context.setOffline(true);
  await page.getByRole("button", { name: "Stop charging" }).click();
  await expect(page.getByText(/^No network\. The stop is sent/)).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole("heading", { name: "Session ended" })).toBeVisible({ timeout: 15_000 });
  const ended = await rest<Session>(`/sessions/${id}`);
  await expect(page.getByTestId("gross")).toHaveText(euros(ended));
  await page.getByRole("link", { name: "Receipt" }).click();
  await expect(page.getByTestId("receipt-gross")).toHaveText(euros(ended));
  await page.getByRole("link", { name: "Activity" }).click();
  await expect(page.locator(`a[href$="${id}"]`)).toContainText(euros(ended));
  const sql = postgres(readDatabaseUrl(), { max: 1 });
  const [kept] = await sql`select gross_minor from session where id = ${id}`;
  await sql.end();
  expect(kept?.gross_minor).toBe(ended.grossMinor);
  const { url, apiKey } = readDemo();
  const file = await fetch(`${url}/api/exports/sessions.csv?search=${id}&bom=0`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  const [head, row2] = (await file.text()).split("\r\n").map((line) => line.split(","));
  expect(row2?.[head?.indexOf("Gross") ?? -1]).toBe(ended.gross);
  socket.close();
});

const euros = ({ gross }: Session): string =>
  new Intl.NumberFormat("en", { style: "currency", currency: "EUR" }).format(Number(gross));

test("a start that fails says why, and what else is free", async ({ page }) => {
  const { socket, plug } = await openStation("DRIVE-TWO");
  await signInAsDriver(page);
  await page.goto(`${HOST}/drive/stations/${encodeURIComponent(plug)}`);
  void answerStarts(socket, "Rejected");
  await page.getByRole("button", { name: "Start charging" }).click();
  await expect(page.locator("[data-slot=problem]")).toContainText("The station said no");
  await page.getByRole("link", { name: "Back to the station" }).click();
  await socket.status(1, "Charging");
  await expect(page.locator("main [data-slot=plug-state]").first()).toContainText("In use");
  await page.getByRole("button", { name: "Start charging" }).click();
  await expect(page.locator("[data-slot=problem]")).toContainText("Somebody else is here");
  socket.close();
  await expect(page.locator("main [data-slot=plug-state]").first()).toContainText("No live data");
  await page.getByRole("button", { name: "Start charging" }).click();
  await expect(page.locator("[data-slot=problem]")).toContainText("The station has no connection");
});

test("a guest behind the QR code sees state and price, gets a link by mail, and starts", async ({ page }) => {
  const { socket, plug } = await openStation("DRIVE-THREE");
  const email = `guest-${Date.now()}@example.com`;
  await page.goto(`${HOST}/c/${encodeURIComponent(plug)}`);
  await expect(page.locator("main [data-slot=plug-state]").first()).toContainText("Free");
  await expect(page.locator("[data-slot=price-card]")).toContainText("20 kWh");
  await socket.status(1, "Preparing");
  await expect(page.locator("main [data-slot=plug-state]").first()).toContainText("Occupied");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByLabel("Code from the mail")).toBeVisible();
  await expect.poll(() => newestMailTo(email), { timeout: 20_000 }).not.toBeNull();
  const mail = await newestMailTo(email);
  expect(mail?.subject).toBe("Sign in to Stadtwerke Lindental");
  const code = /^\d{6}$/m.exec(mail?.text ?? "")?.[0] ?? "";
  await page.getByLabel("Code from the mail").fill(code === "000000" ? "000001" : "000000");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("This code is not right")).toBeVisible();
  await page.getByLabel("Code from the mail").fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
  const asked = answerStarts(socket, "Accepted");
  await page.getByRole("button", { name: "Start charging" }).click();
  expect(await asked).toMatch(/^[0-9A-F]{20}$/);
  await expect(page.locator("[data-slot=start-steps]")).toContainText("Station accepted");

  // The link of the same mail has been used up by its code.
  const link = /http\S+/.exec(mail?.text ?? "")?.[0] ?? "";
  expect(link.startsWith(`${HOST}/drive/sign-in?ticket=`)).toBe(true);
  await page.goto(link);
  await expect(page.getByRole("link", { name: "Go on as" })).toBeVisible();
  await page.getByRole("button", { name: "Sign in now" }).click();
  await expect(page.getByText("This link was used already")).toBeVisible();
  socket.close();
});

test.describe("an answer that was read before a push and comes after it", () => {
  test.use({ serviceWorkers: "block" }); // they would ask past what holds the answer
  const here = `http://localhost:${E2E_PORT}/t/lindental`; // what holds it knows no other names of this machine
  for (const [whose, identity, held] of [
    ["a guest's page", "DRIVE-LATE-ONE", 1],
    ["a driver's page", "DRIVE-LATE-TWO", 2], // the first is what the page shows at all
  ] as const) {
    test(`does not undo it on ${whose}`, async ({ page }) => {
      const { socket, plug } = await openStation(identity);
      if (held === 2) await signInAsDriver(page, here);
      const [read, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      let asked = 0;
      await page.route(/\/api\/trpc\/[^?]*place\.plug/, async (route) => {
        if (++asked !== held) return route.continue();
        const response = await route.fetch();
        const text = await response.text();
        read.resolve();
        await released.promise;
        const told = text.replaceAll(`"stationName":"${identity}"`, '"stationName":"Told late"');
        await route.fulfill({ response, body: told });
      });
      await page.goto(`${here}/${held === 1 ? "c" : "drive/stations"}/${encodeURIComponent(plug)}`);
      await read.promise;
      const state = page.locator("main [data-slot=plug-state]").first();
      await expect(state).toContainText("Free");
      await socket.status(1, "Preparing");
      await expect(state).toContainText("Occupied");
      released.resolve();
      await expect(page.getByRole("heading", { name: "Told late" })).toBeVisible();
      await expect(state).toContainText("Occupied", { timeout: 1 });
      socket.close();
    });
  }
});

test("two companies on two host names are two brands, and a third is on its path", async ({ page, request }) => {
  const colours: string[] = [];
  for (const [host, name, short] of [
    [HOST, "Stadtwerke Lindental", "Stadtwerke"],
    [OTHER_HOST, "Grachtladen", "Grachtladen"],
    [`http://localhost:${E2E_PORT}/t/grachtladen`, "Grachtladen", "Grachtladen"],
  ] as const) {
    await page.goto(`${host}/drive`);
    await expect(page.getByRole("banner")).toContainText(name);
    await expect(page.locator("[data-slot=free-total]").first()).toBeVisible();
    await expect(page).toHaveTitle(name);
    colours.push(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--brand")));
    const href = await page.locator("link[rel=manifest]").first().getAttribute("href");
    const manifest = await page.evaluate(async (url) => (await fetch(url ?? "")).json(), href);
    const base = new URL(host).pathname.replace(/\/$/, "");
    expect(manifest).toMatchObject({ name, short_name: short, start_url: `${base}/drive` });
  }
  expect(colours[0]).not.toBe(colours[1]);
  expect(colours[2]).toBe(colours[1]);
  // Lindental's driver is nobody at the other company, whose stations are seen by everybody.
  await signInAsDriver(page);
  const foreign = await request.get(`http://localhost:${E2E_PORT}/t/grachtladen/api/trpc/drive.cards`, {
    headers: { cookie: (await page.context().cookies(HOST)).map(({ name, value }) => `${name}=${value}`).join("; ") },
  });
  expect(foreign.status()).toBe(403);
  expect((await request.get(`http://localhost:${E2E_PORT}/drive`)).status()).toBe(404);
});

test("without a network the app opens with what was seen last, marked with its age; signing out leaves nothing", async ({
  page,
  context,
}) => {
  const { socket, plug } = await openStation("DRIVE-FOUR");
  await signInAsDriver(page);
  await page.goto(`${HOST}/drive/stations/${encodeURIComponent(plug)}`);
  await expect(page.getByRole("heading", { name: /DRIVE-FOUR/ })).toBeVisible();
  await expect(page.locator("[data-slot=price-card]").first()).toBeVisible();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  expect(await installabilityErrors(context, page)).toEqual([]);
  await context.setOffline(true);
  await page.goto(`${HOST}/drive`);
  await expect(page.getByRole("heading", { name: "No network" })).toBeVisible();
  await expect(page.getByText(/^As of /).first()).toBeVisible();
  await expect(page.getByRole("heading", { name: /DRIVE-FOUR/ })).toBeVisible();
  await context.setOffline(false);
  await page.goto(`${HOST}/drive/account`);
  await page.getByRole("button", { name: "Sign out of this browser" }).click();
  await expect(page.getByRole("heading", { name: "Stations" })).toBeVisible();
  const kept = await page.evaluate(async () => {
    const texts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
    const urls: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        urls.push(request.url);
        texts.push((await (await cache.match(request))?.text()) ?? "");
      }
    }
    return { text: texts.join("\n"), urls };
  });
  for (const secret of ["DRIVE-FOUR", "Aylin", "driver1@"]) expect(kept.text.includes(secret) && secret).toBe(false);
  expect(kept.urls.filter((url) => !/\/(_next\/static|brand-files)\/|\/drive\/offline$/.test(url))).toEqual([]);
  socket.close();
});

async function installabilityErrors(context: BrowserContext, page: Page): Promise<unknown> {
  const devtools = await context.newCDPSession(page);
  const { installabilityErrors: errors } = (await devtools.send("Page.getInstallabilityErrors" as never)) as {
    installabilityErrors: unknown[];
  };
  // A test's browser context keeps nothing, which browsers tell apart from an app that cannot be installed.
  return errors.filter((error) => (error as { errorId?: string }).errorId !== "in-incognito");
}

for (const scheme of ["light", "dark"] as const) {
  test(`every page of drivers and guests is accessible and fits, ${scheme}, in long words`, async ({
    page,
    context,
  }) => {
    await context.addCookies([{ name: "locale", value: scheme === "dark" ? "pseudo" : "en", url: HOST }]);
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width: 360, height: 780 });
    const foreign: string[] = [];
    page.on("request", (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (protocol.startsWith("http") && hostname !== new URL(HOST).hostname) foreign.push(request.url());
    });
    await page.goto(`${HOST}/c/DEVPLEDEMO11`);
    await expect(page.locator("[data-slot=price-card]")).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("data-theme", scheme);
    await expectAccessible(page);
    await expectNoOverflow(page);
    for (const path of ["/c/NO-SUCH-PLUG", "/drive/sign-in"]) {
      await page.goto(`${HOST}${path}`);
      await expect(page.locator("main h1")).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("data-theme", scheme);
      await expectAccessible(page);
      await expectNoOverflow(page);
    }
    const login = readDemo().logins.find(({ role, tenant }) => role === "driver" && tenant === "lindental");
    await page.locator("main button").last().click();
    await page.locator("[name=email]").fill(login?.email ?? "");
    await page.locator("[name=password]").fill(login?.password ?? "");
    await page.locator("[type=submit]").click();
    await expect(page.locator("[data-slot=free-total]").first()).toBeVisible();
    for (const path of ["", "/stations/DEVPLEDEMO11", "/activity", "/cards", "/account", "/offline"]) {
      await page.goto(`${HOST}/drive${path}`);
      await expect(page.locator("main h1").first()).toBeVisible();
      await expectAccessible(page);
      await expectNoOverflow(page);
    }
    expect(foreign).toEqual([]);
  });
}

test("the map shows how free the sites are, and a pin its stations", async ({ page }) => {
  const { socket } = await openStation("DRIVE-MAP");
  await page.goto(`${HOST}/drive`);
  await page.getByRole("link", { name: "Map" }).click();
  await expect(page).toHaveURL(/view=map/);
  const { items } = await rest<{ items: Site[] }>("/sites");
  const pin = page.locator(`[data-site-pin="${items.find(({ name }) => name === "Marktplatz")?.id}"]`);
  await expect(pin).toBeVisible({ timeout: 30_000 });
  const before = await pin.textContent();
  await socket.status(1, "Charging");
  await expect(pin).not.toHaveText(before ?? "");
  await pin.tap();
  await expect(page.getByRole("link", { name: /DRIVE-MAP, connector 1/ })).toContainText("In use");
  await expectAccessible(page);
  await expectNoOverflow(page);
  await page.getByRole("link", { name: "List" }).click();
  await expect(page.locator("[data-slot=free-total]")).not.toHaveCount(1);
  socket.close();
});

test("a stranger's session and cards are not there, called from the browser's own session", async ({ page }) => {
  const sql = postgres(readDatabaseUrl(), { max: 1 });
  const [other] = await sql`
    select s.id from session s join driver d on d.tenant_id = s.tenant_id and d.id = s.driver_id
    where d.email is distinct from 'driver1@lindental.example' limit 1`;
  await sql.end();
  await signInAsDriver(page);
  const statusOf = (path: string, input: object) =>
    page.evaluate(
      async ([at, body]) => (await fetch(`/api/trpc/${at}?input=${encodeURIComponent(body ?? "")}`)).status,
      [path, JSON.stringify({ json: input })] as const,
    );
  expect(await statusOf("drive.session", { sessionId: other?.id ?? "01900000-0000-7000-8000-000000000001" })).toBe(404);
  expect(await statusOf("session.list", {})).toBe(401);
  expect(await statusOf("driver.list", {})).not.toBe(200);
});
