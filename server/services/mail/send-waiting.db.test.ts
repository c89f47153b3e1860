import { buffer } from "node:stream/consumers";
import { eq } from "drizzle-orm";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { brand, mail, tenantDomain } from "../../../db/schema/tenants.ts";
import { uuidv7 } from "../../core/ids.ts";
import { createMailer } from "../../providers/smtp/create-mailer.ts";
import { testDeps } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import { sendWaitingMails } from "./send-waiting.ts";

const SENDER = "no-reply@charge.example";
const INSTALLATION = "no-reply@installation.example";

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let mine: SeededTenant;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  deps = testDeps(database);
  mine = await seedTenant(database);
  const { orm } = database.owner;
  await orm.update(brand).set({ senderEmail: SENDER }).where(eq(brand.id, mine.brandId));
  await orm.delete(tenantDomain).where(eq(tenantDomain.host, "charge.example"));
});

/** Sends one mail of the brand over a real server of mails. `refuses`: senders that it does not send for. */
async function sendOne(refuses: readonly string[] = []) {
  const recipient = `somebody-${crypto.randomUUID()}@example.com`;
  const texts = { subject: "Hello", textBody: "Hello", htmlBody: "<p>Hello</p>" };
  const { tenantId, brandId } = mine;
  const row = { tenantId, brandId, id: uuidv7(), kind: "signInLink", recipient, ...texts } as const;
  await database.owner.orm.insert(mail).values({ ...row, nextAttemptAt: deps.clock.now() });
  const taken: { sender: string; bytes: Promise<Buffer> }[] = [];
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ["STARTTLS"] },
    onMailFrom: ({ address }, _session, done) =>
      done(refuses.includes(address) ? Object.assign(new Error("not yours"), { responseCode: 553 }) : null),
    onData: (stream, { envelope }, done) => {
      const sender = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
      taken.push({ sender, bytes: buffer(stream) });
      stream.on("end", () => done());
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as { port: number };
  const mailer = createMailer({ url: `smtp://127.0.0.1:${port}`, from: INSTALLATION, folder: "/nowhere" });
  try {
    await sendWaitingMails(deps, mailer);
  } finally {
    mailer.close();
    await new Promise<void>((resolve) => server.close(resolve));
  }
  const parsed = await Promise.all(
    taken.map(async ({ sender, bytes }) => ({ sender, message: await simpleParser(await bytes) })),
  );
  const got = parsed.filter(({ message }) => [message.to ?? []].flat().some(({ text }) => text.includes(recipient)));
  return got.map(({ sender, message }) => [sender, message.from?.text, message.replyTo?.text ?? null]);
}

const prove = (host: string, ofTenantId = mine.tenantId) =>
  database.owner.orm
    .insert(tenantDomain)
    .values({ host, ofTenantId, brandId: mine.brandId, proof: "x", verifiedAt: new Date() });

test("an address that is not proven to be the company's only takes answers", async () => {
  expect(await sendOne()).toEqual([[INSTALLATION, `"A brand" <${INSTALLATION}>`, SENDER]]);
  const theirs = await seedTenant(database);
  await prove("charge.example", theirs.tenantId);
  expect(await sendOne()).toEqual([[INSTALLATION, `"A brand" <${INSTALLATION}>`, SENDER]]);
});

test("mails leave as from an address at a proven host; where the server refuses it they still arrive", async () => {
  await prove("charge.example");
  expect(await sendOne()).toEqual([[SENDER, `"A brand" <${SENDER}>`, null]]);
  expect(await sendOne([SENDER])).toEqual([[INSTALLATION, `"A brand" <${INSTALLATION}>`, SENDER]]);
  expect(await sendOne([SENDER, INSTALLATION])).toEqual([]);
});
