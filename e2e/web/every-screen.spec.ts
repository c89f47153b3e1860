import { expect, type Page, test } from "@playwright/test";
import { findForgotten, type Screen } from "./every-screen.ts";
import { HOST, openStage, type Stage, signedIn } from "./stage.ts";

let stage: Stage;
test.beforeAll(async ({ browser }) => {
  stage = await openStage(browser);
});
test.afterAll(() => stage.close());

test("every page is among the screens that are looked at", () => {
  expect(findForgotten()).toEqual([]);
});

/** A page for each role, so that signing in is done once. */
async function onEach(role: Screen[0], page: Page, look: (path: string) => Promise<void>): Promise<void> {
  for (const [who, path, ready] of stage.screens) {
    if (who !== role) continue;
    await test.step(path, async () => {
      await page.goto(`${HOST}${path}`);
      await expect(page.locator(ready).first()).toBeVisible({ timeout: 15_000 });
      await look(path);
    });
  }
}

type Walk = { unreached: string[]; unseen: string[] };
type Walked = Window & { offered: Set<Element>; unseen: string[] };

/** Goes through the page by Tab alone, from its beginning to its end: what it does not come to, and where the focus is not seen. */
async function walkByTab(page: Page): Promise<Walk> {
  await page.evaluate(() => {
    const isOffered = (element: Element): boolean =>
      element.matches("a[href], button, input, select, textarea, summary, [tabindex='0']") &&
      !element.matches("[tabindex='-1'], [disabled], [inert] *, [type=hidden], [type=radio]:not(:checked)") &&
      !element.matches("[role=tablist], [data-radix-focus-guard]") && // they hand the focus on
      element.checkVisibility({ visibilityProperty: true });
    const scope = document.querySelector("[role=dialog]") ?? document.body;
    const win = window as unknown as Walked;
    win.offered = new Set([...scope.querySelectorAll("*")].filter(isOffered));
    win.unseen = [];
    // The key comes up where the focus has gone to.
    document.addEventListener("keyup", () => {
      const element = document.activeElement;
      if (!element || element === document.body) return;
      win.offered.delete(element);
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const isMarked = (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
      const { width, height, bottom, top } = element.getBoundingClientRect();
      const isOnScreen = width > 0 && height > 0 && bottom > 0 && top < innerHeight;
      if (isMarked && isOnScreen) return;
      win.unseen.push(`${isMarked ? "off the screen" : "no mark"}: ${element.outerHTML.slice(0, 400)}`);
    });
    (document.activeElement as HTMLElement | null)?.blur();
  });
  const left = () => page.evaluate(() => (window as unknown as Walked).offered.size);
  // Dates have several parts, so a page has more stops than elements.
  const most = 60 + (await left());
  for (let pressed = 0; pressed < most && (await left()) > 0; pressed += 10)
    for (let key = 0; key < 10; key++) await page.keyboard.press("Tab");
  return page.evaluate(() => {
    const { offered, unseen } = window as unknown as Walked;
    const unreached = [...offered].filter((element) => element.isConnected);
    return { unreached: unreached.map((element) => element.outerHTML.slice(0, 400)), unseen };
  });
}

for (const role of ["owner", "driver", null] as const) {
  test(`every screen of ${role ?? "guests"} is gone through by Tab alone, and says once when its values are old`, async ({
    browser,
  }) => {
    test.setTimeout(240_000);
    const context = await signedIn(browser, role);
    const page = await context.newPage();
    await page.route(/socket\.io/, (route) => route.abort());
    await onEach(role, page, async (path) => {
      // Without a live value nothing can be old. Where the bar comes, it comes first: it moves what is below it.
      const isPlain = role === null && /sign-in$|forgot|invitation|reset/.test(path);
      await expect(page.locator("[data-slot=stale-bar]")).toHaveCount(isPlain ? 0 : 1);
      expect(await walkByTab(page)).toEqual({ unreached: [], unseen: [] });
    });
    await context.close();
  });
}
