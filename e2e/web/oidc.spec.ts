import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type Page, test } from "@playwright/test";
import Provider from "oidc-provider";
import { expectAccessible, expectNoOverflow } from "./accessibility.ts";
import { readDemo } from "./address.ts";
import { signIn } from "./operator.ts";

/** Whom the provider knows: changed by the tests as an administrator there would. */
const PEOPLE: Record<string, { roles: string[]; isVerified: boolean }> = {};
let provider: Server;
let issuer: string;

/** A real OpenID Connect provider with its own login pages, on this machine. */
test.beforeAll(async () => {
  provider = createServer();
  await new Promise<void>((done) => provider.listen(0, "127.0.0.1", done));
  issuer = `http://localhost:${(provider.address() as AddressInfo).port}`;
  const oidc = new Provider(issuer, {
    clients: [
      {
        client_id: "voltplane",
        client_secret: "a client's secret",
        redirect_uris: [`${readDemo().url}/api/oidc/callback`],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    claims: { openid: ["sub", "realm_access"], email: ["email", "email_verified"], profile: ["name"] },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({
        ...{ sub: id, email: `${id}@directory.example`, email_verified: PEOPLE[id]?.isVerified ?? true },
        ...{ name: `Person ${id}`, realm_access: { roles: PEOPLE[id]?.roles ?? [] } },
      }),
    }),
    pkce: { required: () => true },
    cookies: { keys: ["a key of the test"] },
  });
  provider.on("request", oidc.callback());
});
test.afterAll(() => provider?.close());

/** As a person does at the provider's own pages. */
async function logInThere(page: Page, id: string): Promise<void> {
  await page.getByPlaceholder("Enter any login").fill(id);
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

const company = "/t/lindental";

test("people sign in by their company's own provider, in the role it says, until it says so no more", async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  await signIn(page, "owner");
  await page.goto("/admin/sign-in");
  await expect(page.getByText("No provider yet")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add a provider" }).click();
  await page.getByLabel("Name").fill("Directory");
  await page.getByLabel("Issuer").fill("http://localhost:1/nothing");
  await page.getByRole("button", { name: "Test" }).click();
  await expect(page.getByText("Nothing answers there.")).toBeVisible();
  await page.getByLabel("Issuer").fill(`${issuer.replace("localhost", "127.0.0.1")}`);
  await page.getByRole("button", { name: "Test" }).click();
  await expect(page.getByText("names another issuer")).toBeVisible();
  await page.getByLabel("Issuer").fill(issuer);
  await page.getByRole("button", { name: "Test" }).click();
  await expect(page.getByText(`Found. People will sign in at ${issuer}/auth.`)).toBeVisible();
  await page.getByLabel("Client ID").fill("voltplane");
  await page.getByLabel("Client secret").fill("a client's secret");
  await page.getByLabel("Claim that holds their roles").fill("realm_access.roles");
  await page.getByRole("button", { name: "Add a role" }).click();
  await page.getByLabel("Role at the provider 1").fill("charging-ops");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("the back office ·")).toBeVisible();
  await page.getByRole("button", { name: "Edit Directory" }).click();
  await expect(page.getByText("A secret is kept.")).toBeVisible();
  await expect(page.getByLabel("Client secret")).toHaveValue("");
  await page.setViewportSize({ width: 360, height: 780 });
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
  await expectNoOverflow(page);
  await page.getByRole("button", { name: "Cancel" }).click();

  PEOPLE.ada = { roles: ["charging-ops"], isVerified: true };
  const context = await browser.newContext({ baseURL: readDemo().url });
  const there = await context.newPage();
  await there.goto(`${company}/admin/charge-points`);
  await there.getByRole("link", { name: "Sign in with Directory" }).click();
  await logInThere(there, "ada");
  await there.waitForURL(`**${company}/admin/charge-points`);
  await expect(there.getByRole("heading", { name: "Charge points" })).toBeVisible();
  await there.goto("/admin/account");
  await expect(there.getByText("You are signed in by your company.")).toBeVisible();
  await expect(there.getByText("Company sign-in ·")).toBeVisible();
  // An operator there is one here, and no more.
  const status = await there.evaluate(async () => (await fetch("/api/trpc/member.list")).status);
  expect(status).toBe(403);

  PEOPLE.ada = { roles: [], isVerified: true };
  await context.clearCookies();
  await there.goto(`${company}/admin`);
  await there.getByRole("link", { name: "Sign in with Directory" }).click();
  await logInThere(there, "ada");
  await expect(there.getByText("You have no role here.")).toBeVisible();
  await expectAccessible(there);

  PEOPLE.eve = { roles: ["charging-ops"], isVerified: false };
  await context.clearCookies();
  await there.goto(`${company}/sign-in`);
  await there.getByRole("link", { name: "Sign in with Directory" }).click();
  await logInThere(there, "eve");
  await expect(there.getByText("Your e-mail address is not verified at your provider.")).toBeVisible();

  // The provider's answer to another browser's question is worth nothing here.
  await context.clearCookies();
  await there.goto("/api/oidc/callback?code=stolen&state=guessed");
  await expect(there.getByText("This took too long, or was begun in another browser.")).toBeVisible();
  await there.goto(`${company}/sign-in`);
  await there.getByRole("link", { name: "Sign in with Directory" }).click();
  await there.getByPlaceholder("Enter any login").waitFor();
  await there.goto("/api/oidc/callback?code=stolen&state=guessed");
  await expect(there.getByText("Your provider’s answer was not valid.")).toBeVisible();
  await context.close();

  await page.getByRole("button", { name: "Remove Directory" }).click();
  await page.getByRole("alertdialog").getByRole("textbox").fill("Directory");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("No provider yet")).toBeVisible();
});

test("drivers sign in by a provider that is for them, and become drivers", async ({ page, browser }) => {
  await signIn(page, "owner");
  await page.goto("/admin/sign-in");
  await page.getByRole("button", { name: "Add a provider" }).click();
  await page.getByLabel("Name").fill("Car club");
  await page.getByLabel("Issuer").fill(issuer);
  await page.getByLabel("Client ID").fill("voltplane");
  await page.getByLabel("Client secret").fill("a client's secret");
  await page.getByLabel("For whom").selectOption({ label: "drivers" });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("drivers ·")).toBeVisible();

  PEOPLE.max = { roles: ["charging-ops"], isVerified: true };
  const context = await browser.newContext({ baseURL: readDemo().url, viewport: { width: 360, height: 780 } });
  const phone = await context.newPage();
  await phone.goto(`${company}/sign-in`);
  await expect(phone.getByLabel(/e-mail/i)).toBeVisible();
  await expect(phone.getByRole("link", { name: "Sign in with Car club" })).toHaveCount(0);
  await phone.goto(`${company}/drive/cards`);
  await phone.getByRole("link", { name: "Sign in with Car club" }).click();
  await logInThere(phone, "max");
  await phone.waitForURL(`**${company}/drive/cards`);
  await phone.goto(`${company}/admin`);
  await expect(phone.getByText("who does not work in this office")).toBeVisible();
  await context.close();

  await page.getByRole("button", { name: "Remove Car club" }).click();
  await page.getByRole("alertdialog").getByRole("textbox").fill("Car club");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("No provider yet")).toBeVisible();
});
