import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, expectNoOverflow } from "./accessibility.ts";
import type { Screen } from "./every-screen.ts";
import { holdSocket } from "./hold-socket.ts";
import { rest, signIn } from "./operator.ts";
import { HOST, openStage, type Stage, signedIn } from "./stage.ts";

type List = { items: { id: string }[] };
const firstOf = async (list: string) => (await rest<List>(`/${list}?limit=1`)).items[0]?.id ?? "";

/** Pages that ask for nothing before they are shown. */
const ASK_NOTHING = ["/admin/charge-points/new", "/drive/join", "/drive/offline"];

let stage: Stage;
test.beforeAll(async ({ browser }) => {
  stage = await openStage(browser);
});
test.afterAll(() => stage.close());

/** One screen of each page that asks for what it shows. */
function screensOf(role: Screen[0]): Stage["screens"] {
  const seen = new Set(ASK_NOTHING);
  return stage.screens.filter(([who, , , page]) => who === role && !seen.has(page) && seen.add(page));
}

/** A failure of ours, as tRPC says it for each call of a batch. */
function failureOf(url: string) {
  const data = { code: "INTERNAL_SERVER_ERROR", httpStatus: 500, appCode: "internal" };
  const error = { json: { message: "Something went wrong.", code: -32603, data } };
  const calls = new URL(url).pathname.split(",");
  const isBatch = new URL(url).searchParams.has("batch");
  const body = JSON.stringify(isBatch ? calls.map(() => ({ error })) : { error });
  return { status: 500, contentType: "application/json", body };
}

/** How the API answers from now on. */
async function control(page: Page) {
  const state = { answer: "right" as "right" | "late" | "failing", release: () => {} };
  await page.route(/\/api\/trpc\//, async (route) => {
    if (state.answer === "late") {
      await new Promise<void>((resolve) => {
        const before = state.release;
        state.release = () => {
          before();
          resolve();
        };
      });
    }
    if (state.answer === "failing") return route.fulfill(failureOf(route.request().url()));
    // A page that was left meanwhile waits for nothing any more.
    await route.continue().catch(() => {});
  });
  return state;
}

for (const role of ["owner", "driver"] as const) {
  test(`every screen of ${role} says when it waits, and what failed, and goes on when asked again`, async ({
    browser,
  }) => {
    test.setTimeout(240_000);
    const page = await (await signedIn(browser, role)).newPage();
    if (role === "driver") await page.setViewportSize({ width: 360, height: 780 });
    // A connection that comes about asks for everything once more: the page would go on by itself.
    await page.route(/socket\.io/, (route) => route.abort());
    const state = await control(page);
    for (const [, path, ready] of screensOf(role)) {
      await test.step(path, async () => {
        state.answer = "late";
        await page.goto(`${HOST}${path}`);
        const waiting = "[data-slot=skeleton], [role=status]:not([data-slot=stale-bar]), [aria-busy=true]";
        await expect(page.locator("main").locator(waiting).first()).toBeAttached();
        await expectAccessible(page);
        state.answer = "failing";
        state.release();
        const problem = page.locator("main").locator("[data-slot=error-state], [data-slot=problem]").first();
        await expect(problem).toBeVisible({ timeout: 20_000 });
        await expectAccessible(page);
        state.answer = "right";
        await problem.getByRole("button", { name: "Try again" }).click({ timeout: 10_000 });
        await expect(page.locator(ready).first()).toBeVisible();
        if (role !== "driver") return;
        await expectAccessible(page);
        await expectNoOverflow(page);
      });
    }
    await page.context().close();
  });
}

test("what is being typed stays when a lost connection is back and the page cannot be read anew", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, "owner");
  const state = await control(page);
  const live = await holdSocket(page);
  for (const list of ["sites", "drivers"]) {
    await page.goto(`/admin/${list}/${await firstOf(list)}`);
    await page.getByRole("button", { name: "Edit" }).click();
    const name = page.getByLabel("Name", { exact: true });
    await name.fill("Half a na");
    await live.cut();
    state.answer = "failing";
    live.comeBack();
    await expect(page.locator("main [data-slot=error-state]").first()).toBeVisible({ timeout: 20_000 });
    await expect(name).toHaveValue("Half a na");
    state.answer = "right";
  }
});
