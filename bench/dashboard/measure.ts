import type { Page } from "playwright-core";
import { installProbe, type PageProbe } from "./page-probe.ts";
import type { Login } from "./serve.ts";

declare global {
  interface Window {
    probe: PageProbe;
  }
}

export type Samples = { readonly name: string; readonly ms: readonly number[]; readonly goalMs: number | null };

const SCROLL_STEPS = 240;
const WHEEL_PX = 120;
const DAY_MS = 86_400_000;
/** What a change starts in the background (counting a million) is over before the next one. */
const REST_MS = 1_500;

export async function signIn(page: Page, url: string, { email, password }: Login): Promise<void> {
  await page.goto(`${url}/admin`);
  await page.getByLabel(/e-mail/i).fill(email);
  await page.getByLabel(/password/i).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "Overview" }).waitFor();
}

/** The limit of this machine and browser: frames of a page that only scrolls coloured boxes. */
export async function measureEmptyPage(page: Page): Promise<Samples> {
  await page.setContent(`<body style="margin:0"><div style="height:900px;overflow:auto"><div style="height:8000000px;
    background:repeating-linear-gradient(#fff 0 36px,#eee 36px 72px)"></div></div></body>`);
  await page.evaluate(installProbe);
  return { name: "scroll: an empty page (the limit here)", ms: await wheel(page, WHEEL_PX), goalMs: null };
}

export async function openList(page: Page, url: string, query = ""): Promise<void> {
  await page.goto(`${url}/admin/sessions${query}`);
  await page.locator("tr[data-session]").first().waitFor();
  await page.evaluate(installProbe);
}

/** Frames while the wheel turns over the list, gently and as fast as it goes. */
export async function measureScroll(
  page: Page,
): Promise<{ readonly samples: readonly Samples[]; readonly rows: number }> {
  await page.locator("h1", { hasText: /\d{3}/ }).waitFor();
  await page.waitForTimeout(REST_MS);
  const gentle = await wheel(page, WHEEL_PX);
  const fast = await wheel(page, 40 * WHEEL_PX);
  const rows = await page.evaluate(() => window.probe.rowsInPage());
  return {
    samples: [
      { name: "scroll: 3 rows a frame", ms: gentle, goalMs: 34 },
      { name: "scroll: 130 rows a frame", ms: fast, goalMs: 34 },
    ],
    rows,
  };
}

async function wheel(page: Page, stepPx: number): Promise<number[]> {
  await page.mouse.move(700, 600);
  await page.evaluate(() => window.probe.watchFrames());
  for (let step = 0; step < SCROLL_STEPS; step++) await page.mouse.wheel(0, step < SCROLL_STEPS / 2 ? stepPx : -stepPx);
  return page.evaluate(() => window.probe.frames());
}

type Change = { readonly label: string; readonly value: string };

const padded = (number: number, digits: number): string => String(number).padStart(digits, "0");
/** A filter with another value in each round, so that the page cannot know its rows already; one without begins on a new page. */
const FILTERS: readonly {
  readonly name: string;
  readonly label: string;
  readonly values?: (round: number) => string;
}[] = [
  { name: "state", label: "State" },
  { name: "to review", label: "Only those to review" },
  { name: "site", label: "Site", values: (round) => `Bench site ${round + 3}` },
  { name: "last day", label: "To", values: (round) => dayBefore(40 + 31 * round) },
  { name: "charge point", label: "Charge point identity", values: (round) => `BENCH-0${padded(101 + round, 3)}` },
  { name: "search: a card", label: "Search sessions", values: (round) => `card-${padded(70 + round, 5)}` },
  { name: "search: a driver", label: "Search sessions", values: (round) => `bench driver ${70 + round}` },
  { name: "search: stations", label: "Search sessions", values: (round) => `bench-0${round % 5}` },
];

/** From a choice in the filters to the rows painted. */
export async function measureFilters(page: Page, url: string, rounds: number): Promise<readonly Samples[]> {
  const samples: Samples[] = [];
  for (const { name, label, values } of FILTERS) {
    const ms: number[] = [];
    await openList(page, url);
    await page.waitForTimeout(REST_MS);
    for (let round = 0; round < rounds; round++) {
      if (!values && round > 0) {
        await openList(page, url);
        await page.waitForTimeout(REST_MS);
      }
      ms.push(await untilRows(page, { label, value: await toValue(page, label, values?.(round) ?? "ended") }));
      await page.waitForTimeout(REST_MS);
    }
    samples.push({ name: `filter: ${name}`, ms, goalMs: 300 });
  }
  return samples;
}

/** A choice is made by its value, which is an id; people see its name. */
async function toValue(page: Page, label: string, text: string): Promise<string> {
  if (label !== "Site") return text;
  return (
    (await page.locator('select[aria-label="Site"] option').getByText(text, { exact: true }).getAttribute("value")) ??
    ""
  );
}

/** From a date to its sessions painted, all over the two years. */
export async function measureJumps(page: Page, rounds: number): Promise<Samples> {
  const ms: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ms.push(await untilRows(page, { label: "Jump to date", value: dayBefore(30 + ((round * 137) % 660)) }));
    await page.waitForTimeout(400);
  }
  return { name: "jump to a date", ms, goalMs: 300 };
}

const untilRows = (page: Page, change: Change): Promise<number> =>
  page.evaluate((asked) => window.probe.untilRows(asked), change);
const dayBefore = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
