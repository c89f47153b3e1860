import { expect, type Page } from "@playwright/test";
import { readDemo } from "./address.ts";

/** Signs in as a demo user of a role. */
export async function signIn(page: Page, role = "operator", tenant = "lindental"): Promise<void> {
  const login = readDemo().logins.find((candidate) => candidate.role === role && candidate.tenant === tenant);
  if (!login) throw new Error(`no ${role} of ${tenant}`);
  await page.goto("/admin/charge-points");
  await page.getByLabel(/e-mail/i).fill(login.email);
  await page.getByLabel(/password/i).fill(login.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Charge points" })).toBeVisible();
}

/** Asks the REST API with the demo's key. */
export async function rest<T>(path: string, init: RequestInit = {}): Promise<T> {
  const { url, apiKey } = readDemo();
  const response = await fetch(`${url}/api/v1${path}`, {
    ...init,
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
