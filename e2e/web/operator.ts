import { expect, type Page } from "@playwright/test";
import { readDemo } from "./address.ts";

/** Signs in as a demo user of a role, by the call that the form makes: what the form itself does has tests of its own. */
export async function signIn(page: Page, role = "operator", tenant = "lindental"): Promise<void> {
  const login = readDemo().logins.find((candidate) => candidate.role === role && candidate.tenant === tenant);
  if (!login) throw new Error(`no ${role} of ${tenant}`);
  const { email, password } = login;
  const { csrfToken } = await (await page.request.get("/api/auth/csrf")).json();
  const form = { csrfToken, email, password };
  await page.request.post("/api/auth/callback/credentials", { form, maxRedirects: 0 });
  const session = await (await page.request.get("/api/auth/session")).json();
  expect(session).toHaveProperty("tenantId");
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
