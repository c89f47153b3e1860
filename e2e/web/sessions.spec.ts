import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import postgres from "postgres";
import { read, utils } from "xlsx";
import { expectAccessible, expectNoOverflow } from "./accessibility.ts";
import { readDatabaseUrl, readDemo } from "./address.ts";
import { beginSession, endSession, minutesAgo } from "./charge.ts";
import { holdSocket } from "./hold-socket.ts";
import { rest, signIn } from "./operator.ts";

type SessionView = { id: string; transactionId: number };
const sessionOf = async (transactionId: number): Promise<SessionView> => {
  const { items } = await rest<{ items: SessionView[] }>(`/sessions?search=${transactionId}`);
  const found = items.find((session) => session.transactionId === transactionId);
  if (!found) throw new Error(`no session of transaction ${transactionId}`);
  return found;
};
const rowOf = (page: Page, id: string) => page.locator(`[data-session="${id}"]`);

test("a lost connection greys values and says so once; nothing is emptied, and all catches up", async ({ page }) => {
  const { socket, transactionId } = await beginSession(0, 2, 40);
  await socket.meter(transactionId, 2, 14_000, minutesAgo(30));
  const { id } = await sessionOf(transactionId);
  const live = await holdSocket(page);

  await signIn(page);
  await page.goto("/admin/sessions");
  await expect(rowOf(page, id)).toContainText("4.00");
  const table = page.locator("table[data-stale]");
  await expect(table).toHaveCount(0);
  // Values arrive by push before the connection is lost, so that it is the loss that stops them.
  await socket.meter(transactionId, 2, 15_000, minutesAgo(25));
  await expect(rowOf(page, id)).toContainText("5.00");

  await live.cut();
  const bar = page.locator("[data-slot=stale-bar]");
  await expect(bar).toHaveCount(1);
  await expect(bar).toContainText(/Connection lost\. Values as of \d+:\d\d:\d\d/);
  await expect(table).toHaveCount(1);
  await expectAccessible(page);
  await socket.meter(transactionId, 2, 16_500, minutesAgo(20));
  await expect.poll(async () => (await rest<{ energyWh: string }>(`/sessions/${id}`)).energyWh).toBe("6500");
  await expect(rowOf(page, id)).toContainText("5.00");

  live.comeBack();
  await expect(bar).toHaveCount(0);
  await expect(rowOf(page, id)).toContainText("6.50");
  await expect(table).toHaveCount(0);
  await endSession(socket, transactionId, 2, 17_000);
  await expect(rowOf(page, id)).toContainText("7.00");
});

test("a new session is announced and moves nothing until it is asked for", async ({ page }) => {
  // There is a list to move.
  const earlier = await beginSession(0, 1, 50);
  await endSession(earlier.socket, earlier.transactionId, 1, 11_000);
  await signIn(page);
  await page.goto(`/admin/sessions?chargePoint=${earlier.station.identity}`);
  await expect(page.locator("table[aria-busy=false]")).toBeVisible();
  await expect(page.getByRole("button", { name: /new session/ })).toHaveCount(0);
  const { socket, transactionId } = await beginSession(0, 2, 1.5);
  const { id } = await sessionOf(transactionId);
  const show = page.getByRole("button", { name: "1 new session – show" });
  await expect(show).toBeVisible();
  await expect(rowOf(page, id)).toHaveCount(0);
  await show.click();
  await expect(rowOf(page, id)).toContainText("Running");
  await expect(show).toHaveCount(0);
  await endSession(socket, transactionId, 2, 11_000);
  await expect(rowOf(page, id)).toContainText("Ended");
});

test("what began while the connection was lost is announced when it is back", async ({ page }) => {
  const earlier = await beginSession(0, 1, 50);
  await endSession(earlier.socket, earlier.transactionId, 1, 11_000);
  const live = await holdSocket(page);
  await signIn(page);
  await page.goto(`/admin/sessions?chargePoint=${earlier.station.identity}`);
  await expect(page.locator("table[aria-busy=false]")).toBeVisible();
  await live.cut();
  await expect(page.locator("[data-slot=stale-bar]")).toBeVisible();
  const { socket, transactionId } = await beginSession(0, 2, 1.5);
  const { id } = await sessionOf(transactionId);
  live.comeBack();
  const show = page.getByRole("button", { name: "1 new session – show" });
  await expect(show).toBeVisible({ timeout: 15_000 });
  await expect(rowOf(page, id)).toHaveCount(0);
  await show.click();
  await expect(rowOf(page, id)).toContainText("Running");
  await endSession(socket, transactionId, 2, 11_000);
});

test("a list of what runs at one charge point says that it has changed, whichever way", async ({ page }) => {
  const { socket, transactionId, station } = await beginSession(0, 2, 30);
  await signIn(page);
  await page.goto(`/admin/sessions?chargePoint=${station.identity}&state=active`);
  const { id } = await sessionOf(transactionId);
  await expect(rowOf(page, id)).toContainText("Running");
  // What was read before the live connection stood is read once more.
  await page.waitForLoadState("networkidle");
  await endSession(socket, transactionId, 2, 15_000);
  const changed = page.getByRole("button", { name: "1 change – show" });
  await expect(changed).toBeVisible();
  await expect(rowOf(page, id)).toContainText("Ended");
  await changed.click();
  await expect(rowOf(page, id)).toHaveCount(0);
  await page.waitForLoadState("networkidle");
  const next = await beginSession(0, 2, 1);
  await expect(page.getByRole("button", { name: "1 new session – show" })).toBeVisible();
  await endSession(next.socket, next.transactionId, 2, 11_000);
  await expect(page.getByRole("button", { name: /show/ })).toHaveCount(0);
});

test("by keyboard alone from anywhere to a session and its numbers", async ({ page }) => {
  const { socket, transactionId, station } = await beginSession(0, 2, 30);
  for (const minutes of [30, 25, 20, 15, 10, 5]) {
    await socket.meter(transactionId, 2, 10_000 + (30 - minutes) * 180, minutesAgo(minutes));
  }
  await endSession(socket, transactionId, 2, 15_000);
  const { id } = await sessionOf(transactionId);
  await signIn(page);
  await page.goto("/admin/charge-points");
  const press = (...keys: readonly string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  /** As a person does: on with Tab until it is there. */
  const tabTo = async (isThere: () => Promise<boolean>) => {
    for (let presses = 0; presses < 60; presses++) {
      if (await isThere()) return;
      await press("Tab");
    }
    throw new Error("not reached with the Tab key");
  };
  const hasFocus = (selector: string) => () =>
    page.evaluate((css) => document.activeElement?.matches(css) ?? false, selector);

  // What is read by the browser is there: the page listens to keys.
  await expect(page.locator("[data-charge-point]").first()).toBeVisible();
  await press("g", "t");
  await expect(page.getByRole("heading", { name: "Sessions" })).toBeVisible();
  await press("/");
  await page.keyboard.type(String(transactionId));
  await expect(page).toHaveURL(new RegExp(`q=${transactionId}`));
  await expect(rowOf(page, id)).toBeVisible();
  await tabTo(hasFocus(`[data-session="${id}"] a`));
  await press("Enter");
  await expect(page.getByRole("heading", { name: `Session ${transactionId}` })).toBeVisible();
  await expect(page.getByRole("heading", { name: /Power reached 11\.0 kW and averaged \d+\.\d kW\./ })).toBeVisible();
  await tabTo(() => page.evaluate(() => document.activeElement?.textContent === "Show as table"));
  await press("Enter");
  await expect(page).toHaveURL(/curve=table/);
  await expect(page.getByRole("columnheader", { name: "Average (kW)" })).toBeVisible();
  await tabTo(() => page.evaluate(() => document.activeElement?.textContent === "Show readings"));
  await press("Enter");
  await expect(page.getByRole("cell", { name: "Power.Active.Import" }).first()).toBeVisible();
  await expectAccessible(page);

  const happened = page.getByRole("region", { name: "What happened" });
  await expect(happened.getByRole("listitem")).toContainText([
    ...["Preparing", `Started, transaction ${transactionId}`, "Charging", "Stopped by the station: Local"],
  ]);
  await expect(page.getByRole("link", { name: station.identity })).toBeVisible();
});

test("a running session shows what it comes to so far", async ({ page }) => {
  const { socket, transactionId } = await beginSession(0, 2, 40);
  await socket.meter(transactionId, 2, 14_000, minutesAgo(30));
  const { id } = await sessionOf(transactionId);
  await signIn(page);
  await page.goto(`/admin/sessions/${id}`);
  await expect(page.getByRole("heading", { name: "How the price comes about so far" })).toBeVisible();
  await expect(page.getByTestId("total-gross")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Charging periods so far" })).toBeVisible();
  const periods = page.getByRole("region", { name: "Charging periods" });
  await expect(periods).toBeVisible();
  await endSession(socket, transactionId, 2, 15_000);
  await expect(page.getByRole("heading", { name: "How the price came about" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Charging periods", exact: true })).toBeVisible();
  await expect(periods).toBeVisible();
});

test("j and k move through the rows of the list", async ({ page }) => {
  for (const minutes of [40, 20]) {
    const { socket, transactionId } = await beginSession(0, 2, minutes);
    await endSession(socket, transactionId, 2, 11_000);
  }
  await signIn(page);
  await page.goto("/admin/sessions");
  const links = page.locator("[data-session] a");
  await expect(links.nth(1)).toBeVisible();
  await page.keyboard.press("j");
  await expect(links.nth(0)).toBeFocused();
  await page.keyboard.press("j");
  await expect(links.nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(links.nth(0)).toBeFocused();
});

test("the list says when it loads, when nothing matches and why it failed", async ({ page }) => {
  const { socket, transactionId } = await beginSession(0, 2, 30);
  await endSession(socket, transactionId, 2, 15_000);
  await signIn(page);
  let answer: "late" | "failing" | "right" = "late";
  let release = () => {};
  const isReleased = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/api\/trpc\/[^?]*session\.rows/, async (route) => {
    if (answer === "late") await isReleased;
    if (answer === "failing") return route.fulfill({ status: 500, contentType: "application/json", body: "{}" });
    await route.continue();
  });
  await page.goto("/admin/sessions");
  await expect(page.locator("table[aria-busy=true] [data-slot=skeleton]").first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "Sessions" })).toBeVisible();
  release();
  await expect(page.locator("[data-session]").first()).toBeVisible();

  answer = "failing";
  await page.reload();
  await expect(page.getByRole("alert").filter({ hasText: "Code" })).toBeVisible();
  await expectAccessible(page);
  answer = "right";
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.locator("[data-session]").first()).toBeVisible();

  await page.getByRole("searchbox").fill("nothing like it");
  await expect(page.getByText("No session matches these filters.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: /Remove filter: .*nothing like it/ }).click();
  await expect(page.locator("[data-session]").first()).toBeVisible();
  await expect(page).not.toHaveURL(/q=/);

  await page.goto("/admin/sessions?chargePoint=NOWHERE&state=ended&review=true");
  await expect(page.getByText("No session matches these filters.")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page.locator("[data-session]").first()).toBeVisible();
});

test("a company without sessions is told what belongs there", async ({ page }) => {
  await signIn(page, "operator", "grachtladen");
  await page.goto("/admin/sessions");
  await expect(page.getByText("There is no session yet.")).toBeVisible();
});

const MANY = 1_500;

/** Ended sessions of one card, an hour apart, at the demo's first charge point. */
async function withManySessions(work: () => Promise<void>): Promise<void> {
  const sql = postgres(readDatabaseUrl(), { max: 1, onnotice: () => {} });
  try {
    await sql`
      insert into session (tenant_id, started_at, id, state, charge_point_id, connector_number, transaction_id, id_token,
                           id_token_verdict, start_raw_at, start_received_at, start_energy_mwh, ended_at, end_cause,
                           settled_at, charge_point_identity, time_zone)
      select c.tenant_id, at, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7000a000'
               || lpad(to_hex(n), 12, '0'))::uuid, 'ended', c.id, 1, 900000 + n, 'MANY-CARD', 'accepted', at::text, at, 0,
             at + interval '30 minutes', 'stopped', now(), c.identity, 'Europe/Berlin'
      from (select n, date_trunc('milliseconds', now() - n * interval '1 hour') as at from generate_series(1, ${MANY}::int) n) as made,
           (select * from charge_point where identity like 'LIN-%' order by identity limit 1) as c`;
    await work();
  } finally {
    await sql`delete from session where id_token = 'MANY-CARD'`;
    await sql.end();
  }
}
const rowAt = (page: Page, number: number) => page.locator(`tr[aria-rowindex="${number + 1}"][data-session]`);

test("a long list scrolls over all of its rows with few of them in the page, and the address keeps the place", async ({
  page,
}) => {
  await withManySessions(async () => {
    await signIn(page);
    await page.goto("/admin/sessions?q=MANY-CARD");
    const table = page.getByRole("table", { name: "Sessions" });
    await expect(table).toHaveAttribute("aria-rowcount", String(MANY + 1));
    await expect(page.locator("h1")).toContainText("1,500");
    await expect(rowAt(page, 1)).toBeVisible();
    const first = await rowAt(page, 1).getAttribute("data-session");
    expect(await page.locator("tbody tr").count()).toBeLessThanOrEqual(80);

    // By keyboard to the end, where the last row is, and on from a row in the middle with j.
    await page.getByRole("region", { name: "Sessions" }).focus();
    await page.keyboard.press("End");
    await expect(rowAt(page, MANY)).toBeInViewport();
    expect(await page.locator("tbody tr").count()).toBeLessThanOrEqual(80);
    await expectAccessible(page);
    await expect(page).toHaveURL(/at=/);
    const top = new URL(page.url()).searchParams.get("at");
    await page.reload();
    await expect(page.locator(`time[datetime="${top}"]`)).toBeInViewport();
    await expect(rowAt(page, MANY)).toBeInViewport();

    // To a day: its last session is at the top. Into a session and back: the same place.
    const day = new Date(Date.now() - 20 * 86_400_000);
    const text = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin" }).format(day);
    await page.getByLabel("Jump to date").fill(text);
    const ofDay = page.locator("tr[data-session] a").filter({
      hasText: new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "Europe/Berlin" }).format(day),
    });
    await expect(ofDay.first()).toBeInViewport();
    await ofDay.first().click();
    await expect(page.getByRole("heading", { name: /Session 9/ })).toBeVisible();
    await page.goBack();
    await expect(ofDay.first()).toBeInViewport();

    // The other end first, and back to the top.
    await page.getByRole("button", { name: "Start" }).click();
    await expect(page).toHaveURL(/order=oldest/);
    await expect(page.getByRole("columnheader", { name: "Start" })).toHaveAttribute("aria-sort", "ascending");
    await expect(page).not.toHaveURL(/at=/);
    await expect(rowAt(page, 1)).toBeInViewport();
    expect(await rowAt(page, 1).getAttribute("data-session")).not.toBe(first);
    await page.getByRole("region", { name: "Sessions" }).focus();
    await page.keyboard.press("End");
    await expect(page.locator(`[data-session="${first}"]`)).toBeInViewport();
    await expect(page.locator(`[data-session="${first}"]`)).toHaveAttribute("aria-rowindex", String(MANY + 1));
  });
});

for (const width of [360, 1440]) {
  test(`longer texts fit every screen at ${width} px`, async ({ page, context }) => {
    const { socket, transactionId } = await beginSession(0, 2, 30);
    await socket.meter(transactionId, 2, 12_000, minutesAgo(20));
    const { id } = await sessionOf(transactionId);
    await page.setViewportSize({ width, height: 900 });
    await signIn(page);
    await context.addCookies([{ name: "locale", value: "pseudo", url: readDemo().url }]);
    const { items } = await rest<{ items: { id: string }[] }>("/charge-points?search=LIN");
    const screens: readonly (readonly [path: string, ready: string])[] = [
      ["/admin/charge-points", "[data-charge-point]"],
      [`/admin/charge-points/${items[0]?.id}`, "[data-connector]"],
      ["/admin/sessions", "[data-session]"],
      ["/admin/sessions?q=nothing&state=ended&review=true&from=2026-01-01&to=2026-01-02", "[data-slot=empty-state]"],
      [`/admin/sessions/${id}?readings=true`, "figure svg"],
      [`/admin/sessions/${id}?curve=table`, "section table"],
    ];
    for (const [path, ready] of screens) {
      await page.goto(path);
      await expect(page.locator(ready).first()).toBeVisible();
      // Brackets stand around every text that is a message.
      await expect(page.locator("h1")).toHaveText(/\[.*\]|LIN/);
      await test.step(path, () => expectNoOverflow(page));
    }
    await endSession(socket, transactionId, 2, 13_000);
  });
}

test("what is exported is what is shown, to the cent", async ({ page }) => {
  await signIn(page, "finance");
  await page.goto("/admin/sessions?state=ended");
  await page.getByRole("button", { name: "Export" }).click();
  await expect(page.getByText(/^\d+ sessions?$/)).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Excel" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^sessions-.*\.xlsx$/);
  const book = read(readFileSync(await download.path()));
  const rows = utils.sheet_to_json<Record<string, unknown>>(book.Sheets.Sessions ?? {});
  expect(rows.length).toBeGreaterThan(0);
  for (const { Session: id, Gross: gross, "Energy (kWh)": energy } of rows.slice(0, 5)) {
    const shown = await rest<{ gross: string | null; energyWh: string }>(`/sessions/${String(id)}`);
    expect(Number(gross)).toBe(Number(shown.gross));
    expect(Number(energy)).toBeCloseTo(Number(shown.energyWh) / 1000, 6);
  }
});
