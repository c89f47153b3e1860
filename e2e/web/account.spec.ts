import { type CDPSession, expect, type Page, test } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import postgres from "postgres";
import { expectAccessible, expectNoOverflow } from "./accessibility.ts";
import { readDatabaseUrl, readDemo } from "./address.ts";
import { newestMailTo } from "./mailbox.ts";
import { signIn } from "./operator.ts";

/** Whatever a test leaves behind when it fails, the next one signs in with its password. */
test.afterEach(async () => {
  const sql = postgres(readDatabaseUrl(), { max: 1 });
  await sql`update tenant set requires_second_factor = false`;
  for (const table of ["totp_factor", "passkey", "recovery_code"]) await sql`delete from ${sql(table)}`;
  await sql.end();
});

const loginOf = (role: string, tenant = "lindental") => {
  const login = readDemo().logins.find((candidate) => candidate.role === role && candidate.tenant === tenant);
  if (!login) throw new Error(`no ${role} of ${tenant}`);
  return login;
};

/** As the door sees it: only the first step. */
async function showPassword(page: Page, role: string): Promise<void> {
  const { email, password } = loginOf(role);
  await page.goto("/sign-in");
  await page.getByLabel(/e-mail/i).fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** The code of a moment from now: each code counts once, and this one's step has not been taken yet. */
const codeOf = (secret: string, stepsAhead = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + stepsAhead * 30_000 });

async function callDirectly(page: Page, path: string, input?: unknown): Promise<number> {
  return page.evaluate(
    async ([name, json]) => {
      const body = JSON.stringify({ json });
      const headers = { "content-type": "application/json" };
      return (await fetch(`/api/trpc/${name}`, { method: "POST", headers, body })).status;
    },
    [path, input] as const,
  );
}

async function linkTo(address: string): Promise<string> {
  await expect.poll(async () => (await newestMailTo(address))?.text ?? "").toMatch(/http\S+/);
  return /http\S+/.exec((await newestMailTo(address))?.text ?? "")?.[0] ?? "";
}

test("an authenticator app: set up, asked for, not got round, replaced by a recovery code, removed", async ({
  page,
  browser,
}) => {
  await signIn(page, "finance");
  await page.goto("/admin/account");
  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  const secret = (await page.getByTestId("totp-secret").textContent()) ?? "";
  await expectAccessible(page);
  await page.getByLabel("Code of the app").fill("000000");
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("This code is not right. Is the clock")).toBeVisible();
  const used = codeOf(secret);
  await page.getByLabel("Code of the app").fill(used);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByTestId("recovery-codes")).toBeVisible();
  const codes = await page.getByTestId("recovery-codes").getByRole("listitem").allTextContents();
  expect(codes).toHaveLength(10);
  await expect(page.getByText("10 codes are left.")).toBeVisible();

  const context = await browser.newContext({ baseURL: readDemo().url });
  const other = await context.newPage();
  await showPassword(other, "finance");
  await expect(other.getByRole("heading", { name: "Second step" })).toBeVisible();
  await expectAccessible(other);
  // The password's thief: signed in half, and nobody anywhere.
  for (const path of ["/admin", "/admin/account", "/admin/sessions"]) {
    await other.goto(path);
    await expect(other.getByRole("heading", { name: "Second step" })).toBeVisible();
  }
  expect(await callDirectly(other, "tariff.create", {})).toBe(401);
  expect(await callDirectly(other, "account.removePasskey", { passkeyId: "x" })).toBe(403);
  expect(await callDirectly(other, "account.beginTotp")).toBe(403);
  expect(await callDirectly(other, "account.changePassword", { next: "a thief's password" })).toBe(403);
  expect(await callDirectly(other, "account.renewRecoveryCodes")).toBe(403);
  expect(await other.evaluate(async () => (await fetch("/api/exports/sessions.csv")).status)).toBe(401);
  await other.getByLabel("Code", { exact: true }).fill(used);
  await other.getByRole("button", { name: "Confirm" }).click();
  await expect(other.getByText("was used already")).toBeVisible();
  await other.getByLabel("Code", { exact: true }).fill(codes[0] ?? "");
  await other.keyboard.press("Enter");
  await expect(other.getByRole("navigation").first()).toBeVisible();
  await other.goto("/admin/account");
  await expect(other.getByText("9 codes are left.")).toBeVisible();
  await other.getByRole("button", { name: "Remove app" }).click();
  await other.getByLabel("Code of the app").fill(codes[1] ?? "");
  await other.getByRole("button", { name: "Remove app" }).click();
  await expect(other.getByRole("button", { name: "Set up an authenticator app" })).toBeVisible();
  await context.close();
  await expect
    .poll(async () => (await newestMailTo(loginOf("finance").email))?.text ?? "")
    .toContain("authenticator app was removed");
});

test("a company that demands a second factor leads its people to set one up before anything else", async ({ page }) => {
  await signIn(page, "owner", "grachtladen");
  await page.goto("/admin/members");
  await page.getByRole("button", { name: "Require a second factor" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Require a second factor" }).click();
  await expect(page.getByText("Nobody opens this office without a second factor.")).toBeVisible();
  await expect
    .poll(async () => {
      // The page that is left may be on its way there by itself.
      await page.goto("/admin").catch(() => {});
      return page.getByRole("heading", { name: "Set up a second factor" }).isVisible();
    })
    .toBe(true);
  await page.setViewportSize({ width: 360, height: 780 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  const secret = (await page.getByTestId("totp-secret").textContent()) ?? "";
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Sign in as somebody else" }).click();
  await expect(page.getByText("You are still signed in")).toBeVisible();
  await page.context().setOffline(false);
  await expectAccessible(page);
  await expectNoOverflow(page);
  await page.getByLabel("Code of the app").fill(codeOf(secret));
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByTestId("recovery-codes")).toBeVisible();
  const codes = await page.getByTestId("recovery-codes").getByRole("listitem").allTextContents();
  await page.getByRole("button", { name: "Go on" }).click();
  await page.waitForURL("**/admin");
  await page.goto("/admin/account");
  await expectAccessible(page);
  await expectNoOverflow(page);
  await page.goto("/admin/members");
  await expectNoOverflow(page);
  await page.getByRole("button", { name: "Do not require it any more" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Do not require it any more" }).click();
  await expect(page.getByText("Each person decides")).toBeVisible();
  await page.goto("/admin/account");
  await page.getByRole("button", { name: "Remove app" }).click();
  await page.getByLabel("Code of the app").fill(codes[0] ?? "");
  await page.getByRole("button", { name: "Remove app" }).click();
  await expect(page.getByRole("button", { name: "Set up an authenticator app" })).toBeVisible();
});

/** A phone's finger, in software: it answers as a real authenticator does. */
async function withAuthenticator(page: Page): Promise<CDPSession> {
  const client = await page.context().newCDPSession(page);
  await client.send("WebAuthn.enable");
  await client.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return client;
}

test("a passkey signs in by itself, is asked for after the password, and opens nothing once removed", async ({
  page,
}) => {
  await withAuthenticator(page);
  await signIn(page, "viewer");
  await page.goto("/admin/account");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByTestId("recovery-codes")).toBeVisible();
  await expect(page.getByText("localhost · added")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("This device has a passkey here already.")).toBeVisible();

  await page.context().clearCookies();
  await showPassword(page, "viewer");
  await expect(page.getByRole("heading", { name: "Second step" })).toBeVisible();
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByRole("navigation").first()).toBeVisible();

  await page.context().clearCookies();
  await page.goto("/sign-in?next=/admin/account");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByText("with second factor").first()).toBeVisible();
  await page.getByRole("button", { name: /^Remove passkey/ }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("localhost · added")).toHaveCount(0);

  await page.context().clearCookies();
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByText("This passkey does not open an account here.")).toBeVisible();
});

test("a colleague is invited, joins, gets another role, forgets the password, and is removed", async ({
  page,
  browser,
}) => {
  const email = `colleague-${Date.now()}@example.com`;
  await signIn(page, "owner");
  await page.goto("/admin/members");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Invite somebody" }).click();
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByText("Enter an e-mail address.")).toBeVisible();
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("radio", { name: /^Viewer/ }).check();
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByText(`The invitation to ${email} is on its way.`)).toBeVisible();
  await expectAccessible(page);

  const context = await browser.newContext({ baseURL: readDemo().url, viewport: { width: 360, height: 780 } });
  const guest = await context.newPage();
  await guest.emulateMedia({ colorScheme: "dark" });
  const link = await linkTo(email);
  await guest.goto(link);
  await expect(guest.getByText(`invites ${email} to its back office as: Viewer.`)).toBeVisible();
  await expect.poll(() => guest.url()).not.toContain("#");
  await expectAccessible(guest);
  await expectNoOverflow(guest);
  await guest.getByLabel("Your name").fill("New Colleague");
  await guest.getByLabel("New password").fill("short");
  await guest.getByRole("button", { name: /^Join/ }).click();
  await expect(guest.getByText("At least 12 characters, five of them different.")).toBeVisible();
  await guest.getByLabel("New password").fill("correct horse battery");
  await guest.getByRole("button", { name: /^Join/ }).click();
  await guest.waitForURL("**/admin");
  // What a viewer may not do is refused by the service, whatever the screen offers.
  expect(await callDirectly(guest, "member.invite", { email: "x@example.com", role: "owner" })).toBe(403);
  expect(await callDirectly(guest, "member.changeRole", { userId: crypto.randomUUID(), role: "owner" })).toBe(403);
  await guest.goto(link);
  await expect(guest.getByText("This invitation was used")).toBeVisible();

  await page.reload();
  const row = page.getByTestId("member").filter({ hasText: email });
  // Chosen is not meant: with the arrow keys every role in between is chosen.
  await row.getByRole("combobox").selectOption({ label: "Owner" });
  await row.getByRole("combobox").selectOption({ label: "Support" });
  await row.getByRole("button", { name: /^Change role of/ }).click();
  await expect(row.getByRole("button", { name: /^Change role of/ })).toHaveCount(0);
  await expect.poll(() => callDirectly(guest, "tariff.list")).not.toBe(401);
  await page.reload();
  await expect(row.getByRole("combobox")).toHaveValue("support");
  const own = page.getByTestId("member").filter({ has: page.getByText("you", { exact: true }) });
  await own.getByRole("combobox").selectOption({ label: "Viewer" });
  await own.getByRole("button", { name: /^Change role of/ }).click();
  await expect(page.getByRole("alertdialog")).toContainText("Your role is Viewer at once");
  await expectAccessible(page);
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();

  await context.clearCookies();
  await guest.goto("/sign-in");
  await guest.getByRole("link", { name: "Forgot your password?" }).click();
  await expectAccessible(guest);
  await guest.getByLabel(/e-mail/i).fill(email);
  await guest.getByRole("button", { name: "Send me the mail" }).click();
  await expect(guest.getByText("a mail is on its way")).toBeVisible();
  await expect.poll(async () => (await newestMailTo(email))?.subject ?? "").toContain("password");
  await guest.goto(await linkTo(email));
  await expectAccessible(guest);
  await guest.getByLabel("New password").fill("another horse battery");
  await guest.getByRole("button", { name: "Set password" }).click();
  await expect(guest.getByText(`The password of ${email} is set`)).toBeVisible();
  await guest.getByRole("link", { name: "Sign in" }).click();
  await guest.getByLabel(/e-mail/i).fill(email);
  await guest.getByLabel("Password").fill("correct horse battery");
  await guest.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(guest.getByText("do not match")).toBeVisible();
  await guest.getByLabel("Password").fill("another horse battery");
  await guest.getByRole("button", { name: "Sign in", exact: true }).click();
  await guest.waitForURL("**/admin");

  await page.getByRole("button", { name: "Remove New Colleague" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(row).toHaveCount(0);
  // The page that is left may be on its way to the sign-in page by itself.
  await expect
    .poll(() => guest.evaluate(async () => (await fetch("/api/trpc/fleet.get")).status).catch(() => null), {
      timeout: 15_000,
    })
    .toBe(401);
  await context.close();

  // The last owner stays.
  const self = page.getByTestId("member").filter({ hasText: loginOf("owner").email });
  await self.getByRole("combobox").selectOption({ label: "Viewer" });
  await self.getByRole("button", { name: /^Change role of/ }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("button", { name: "Change role" }).click();
  await expect(dialog).toContainText("the last owner stays");
});

test("the office is opened by a link in a mail as well, and by its six digits on this screen", async ({
  page,
  browser,
}) => {
  const { email } = loginOf("support");
  await page.goto("/sign-in?next=/admin/sessions");
  await page.getByRole("button", { name: "Sign in by a link in a mail" }).click();
  await expectAccessible(page);
  await page.getByLabel(/e-mail/i).fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  const link = await linkTo(email);
  const digits = /^\d{6}$/m.exec((await newestMailTo(email))?.text ?? "")?.[0] ?? "";
  await page.getByLabel("Code from the mail").fill("000000");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("This code is not right")).toBeVisible();
  await page.getByLabel("Code from the mail").fill(digits);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(/^[^?]*\/admin\/sessions$/);
  // The mail may be another person's than the browser's.
  const { pathname, search, hash } = new URL(link);
  await page.goto(`${pathname}${search}${hash}`); // here, where this browser is signed in
  await expect(page.getByRole("button", { name: "Sign in now" })).toBeVisible();
  await expect(page.getByRole("link", { name: `Go on as ${email}` })).toHaveAttribute("href", "/admin/sessions");
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(link);
  await other.getByRole("button", { name: "Sign in now" }).click();
  await expect(other.getByText("This link was used already")).toBeVisible();
  await context.close();
});

test("a driver with a second factor is led to it before they end what is signed in elsewhere", async ({ page }) => {
  const { email, password } = loginOf("driver");
  const sql = postgres(readDatabaseUrl(), { max: 1 });
  await sql`
    insert into totp_factor (user_id, sealed_secret, confirmed_at)
    select id, decode('00', 'hex'), now() from app_user where email = ${email}`;
  await sql.end();
  await page.goto("/t/lindental/drive/sign-in?next=/t/lindental/drive/account");
  await page.getByRole("button", { name: "Sign in with a password" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("link", { name: "Show your second factor" }).click();
  await expect(page.getByRole("heading", { name: "Second step" })).toBeVisible();
});
