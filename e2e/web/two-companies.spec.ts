import { randomUUID } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import postgres from "postgres";
import { E2E_PORT, readDatabaseUrl, readDemo } from "./address.ts";

const EMAIL = "two-companies@example.com";
const HEADING = { lindental: "Stadtwerke Lindental", grachtladen: "Grachtladen" } as const;

/** Somebody who works for both companies of the demo, with the password of the demo's operator; taken away again. */
async function withWorkerOfBoth(work: (password: string) => Promise<void>): Promise<void> {
  const sql = postgres(readDatabaseUrl(), { max: 1 });
  const like = readDemo().logins.find(({ role, tenant }) => role === "operator" && tenant === "lindental");
  const id = randomUUID();
  try {
    await sql`insert into app_user (id, email, name, password_hash)
      select ${id}, ${EMAIL}, 'Works for both', password_hash from app_user where email = ${like?.email ?? ""}`;
    await sql`insert into membership (tenant_id, user_id, role) select id, ${id}, 'operator' from tenant`;
    await work(like?.password ?? "");
  } finally {
    await sql`delete from membership where user_id = ${id}`;
    await sql.end();
  }
}

const office = (page: Page, company: keyof typeof HEADING) =>
  page.getByRole("button", { name: new RegExp(HEADING[company]) }).first();
const stations = (page: Page) => page.locator("[data-charge-point]");

test("an office that a path names is that company's to the last row; two tabs may show two companies", async ({
  page,
  context,
}) => {
  await withWorkerOfBoth(async (password) => {
    await page.goto(`http://localhost:${E2E_PORT}/t/lindental/sign-in?next=/t/lindental/admin/charge-points`);
    await page.getByLabel(/e-mail/i).fill(EMAIL);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL(/localhost:\d+\/admin\/charge-points$/);
    await expect(office(page, "lindental")).toBeVisible();
    await expect(stations(page).filter({ hasText: "LIN-MARKT-01" })).toBeVisible();

    const other = await context.newPage();
    await other.goto(`http://localhost:${E2E_PORT}/t/grachtladen/admin/charge-points`);
    await expect(office(other, "grachtladen")).toBeVisible();
    await expect(stations(other).first()).toBeVisible();
    await expect(stations(other).filter({ hasText: "LIN-" })).toHaveCount(0);

    // The cookie is in the other company now: what this tab shows, reads and writes stays its own.
    await page.getByRole("link", { name: "Sites" }).click();
    await expect(page.getByRole("heading", { name: "Sites" })).toBeVisible();
    await expect(page.getByText("Schnellladepark West")).toBeVisible();
    await expect(office(page, "lindental")).toBeVisible();
  });
});
