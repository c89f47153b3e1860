import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, expectNoOverflow } from "../web/accessibility.ts";
import type { Screen } from "../web/every-screen.ts";
import { HOST, openStage, type Stage, signedIn } from "../web/stage.ts";

/** Every screen in every language, light and dark, on a phone and on a desk: nothing for axe to find, and nothing too wide. */
const LANGUAGES = ["en", "de", "nl", "pseudo"] as const;
const LOOKS = [
  { colorScheme: "light", width: 1440 },
  { colorScheme: "dark", width: 1440 },
  { colorScheme: "light", width: 360 },
  { colorScheme: "dark", width: 360 },
] as const;

/** Whatever is wrong with a screen, the others are looked at as well. */
async function findFaults(page: Page, path: string, ready: string): Promise<string | null> {
  try {
    await page.goto(`${HOST}${path}`);
    await expect(page.locator(ready).first()).toBeVisible({ timeout: 15_000 });
    await expectAccessible(page);
    await expectNoOverflow(page);
    return null;
  } catch (error) {
    return `${path}: ${String(error).slice(0, 1_500)}`;
  }
}

let stage: Stage;
test.beforeAll(async ({ browser }) => {
  stage = await openStage(browser);
});
test.afterAll(() => stage.close());

for (const language of LANGUAGES) {
  for (const { colorScheme, width } of LOOKS) {
    test(`${language}, ${colorScheme}, ${width} px`, async ({ browser }) => {
      test.setTimeout(600_000);
      const faults: string[] = [];
      const contexts = new Map<Screen[0], Page>();
      for (const [role, path, ready] of stage.screens) {
        let page = contexts.get(role);
        if (!page) {
          const context = await signedIn(browser, role);
          await context.addCookies([{ name: "locale", value: language, url: HOST }]);
          page = await context.newPage();
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 900 });
          contexts.set(role, page);
        }
        const fault = await findFaults(page, path, ready);
        if (fault) faults.push(fault);
      }
      for (const page of contexts.values()) await page.context().close();
      expect(faults).toEqual([]);
    });
  }
}
