import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { holdSocket } from "./hold-socket.ts";
import { rest, signIn } from "./operator.ts";

type List = { items: { id: string }[] };
const firstOf = async (list: string) => (await rest<List>(`/${list}?limit=1`)).items[0]?.id ?? "";

/** Screens that ask for what they show: the address, and what stands there once it is known. */
async function screens(): Promise<readonly (readonly [path: string, ready: string])[]> {
  return [
    ["/admin", "[data-site]"],
    ["/admin/charge-points", "[data-charge-point]"],
    [`/admin/charge-points/${await firstOf("charge-points")}`, "[data-connector]"],
    [`/admin/charge-points/${await firstOf("charge-points")}/connect`, "[data-slot=stepper]"],
    ["/admin/sites", "main table"],
    [`/admin/sites/${await firstOf("sites")}`, "main h1"],
    ["/admin/drivers", "main table"],
    [`/admin/drivers/${await firstOf("drivers")}`, "main h1"],
    ["/admin/id-tokens", "main table"],
    ["/admin/tariffs", "main h1"],
    ["/admin/members", "[data-testid=member]"],
    ["/admin/api-keys", "main h1"],
    ["/admin/audit", "main ol li, main [data-slot=empty-state]"],
    ["/admin/account", "main h1"],
  ];
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

test("every screen of the office says when it waits, and what failed, and goes on when asked again", async ({
  page,
}) => {
  test.setTimeout(240_000);
  await signIn(page, "owner");
  const state = await control(page);
  for (const [path, ready] of await screens()) {
    await test.step(path, async () => {
      state.answer = "late";
      await page.goto(path);
      await expect(
        page.locator("main").locator("[data-slot=skeleton], [role=status], [aria-busy=true]").first(),
      ).toBeAttached();
      await expectAccessible(page);
      state.answer = "failing";
      state.release();
      const problem = page.locator("main [data-slot=error-state]").first();
      await expect(problem).toBeVisible({ timeout: 20_000 });
      await expectAccessible(page);
      state.answer = "right";
      await problem.getByRole("button", { name: "Try again" }).click();
      await expect(page.locator(ready).first()).toBeVisible();
    });
  }
});

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
