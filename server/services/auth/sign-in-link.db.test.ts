import { and, desc, eq } from "drizzle-orm";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { driver } from "../../../db/schema/people.ts";
import { signInTicket } from "../../../db/schema/sign-in.ts";
import { appUser, mail, membership } from "../../../db/schema/tenants.ts";
import { uuidv7 } from "../../core/ids.ts";
import { createMailer } from "../../providers/smtp/create-mailer.ts";
import { faceOf, testDeps } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import { createFaces } from "../brand/find-face.ts";
import { sendWaitingMails } from "../mail/send-waiting.ts";
import type { OutgoingMail } from "../ports.ts";
import type { PlaceContext } from "../visit.ts";
import { createMailLimit } from "./mail-limit.ts";
import { createLinkRequester } from "./request-sign-in-link.ts";
import { signInByTicket } from "./sign-in-by-ticket.ts";

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let mine: SeededTenant;
let place: PlaceContext;
const visit = { face: null, network: "192.0.2.1", origin: "https://a.example", home: "https://a.example", base: "" };
const input = (email: string, nextPath = "/drive") => ({ email, nextPath, language: "en" as const });

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  deps = testDeps(database);
  mine = await seedTenant(database);
  place = { ...deps, tenantId: mine.tenantId, face: { ...faceOf(mine.tenantId), brandId: mine.brandId } };
});

const someone = () => `someone-${crypto.randomUUID()}@example.com`;
const waiting = (recipient: string) =>
  database.owner.orm
    .select()
    .from(mail)
    .where(and(eq(mail.tenantId, mine.tenantId), eq(mail.recipient, recipient)))
    .orderBy(desc(mail.id));

/** Asks for a link and reads the mail. */
async function receive(email: string, nextPath?: string, at = place) {
  const { ticketId } = await createLinkRequester(deps, createMailLimit())(at, visit, input(email, nextPath));
  const [row] = await waiting(email);
  if (!row) return { ticketId, url: "", secret: "", code: "" };
  const url = /https:\S+/.exec(row.textBody)?.[0] ?? "";
  return { ticketId, url, secret: url.split("#")[1] ?? "", code: /^\d{6}$/m.exec(row.textBody)?.[0] ?? "" };
}
const redeem = (proof: { ticketId: string; secret?: string; code?: string }) =>
  signInByTicket(deps, createFaces(deps), proof);

describe("a link by mail", () => {
  test("makes a new address a person and a driver, once", async () => {
    const email = someone();
    const { ticketId, url, secret } = await receive(email, "/c/DE1");
    expect(url).toMatch(/^https:\/\/a\.example\/drive\/sign-in\?ticket=/);
    const signedIn = await redeem({ ticketId, secret });
    expect(signedIn).toMatchObject({ tenantId: mine.tenantId, nextPath: "/c/DE1" });
    const [row] = await database.owner.orm
      .select()
      .from(driver)
      .where(eq(driver.userId, signedIn?.userId ?? ""));
    expect(row).toMatchObject({ tenantId: mine.tenantId, email });
    expect(await redeem({ ticketId, secret })).toBeNull();
    const again = await receive(email);
    expect((await redeem({ ticketId: again.ticketId, code: again.code }))?.userId).toBe(signedIn?.userId);
  });

  test("is worth nothing with another's secret, after its time, or to two at once more than once", async () => {
    const { ticketId, secret, code } = await receive(someone());
    const other = await receive(someone());
    expect(await redeem({ ticketId, secret: other.secret })).toBeNull();
    expect(await redeem({ ticketId, secret: "" })).toBeNull();
    const both = await Promise.all([
      redeem({ ticketId, secret }),
      redeem({ ticketId, secret }),
      redeem({ ticketId, code }),
    ]);
    expect(both.filter((result) => result !== null)).toHaveLength(1);
    deps.clock.advance(16 * 60_000);
    expect(await redeem(other)).toBeNull();
  });

  test("is closed by five wrong codes, side by side or not; the right one comes too late", async () => {
    const { ticketId, code } = await receive(someone());
    const wrong = code === "123456" ? "654321" : "123456";
    await Promise.all(Array.from({ length: 5 }, () => redeem({ ticketId, code: wrong })));
    expect(await redeem({ ticketId, code })).toBeNull();
    const [row] = await database.owner.orm.select().from(signInTicket).where(eq(signInTicket.id, ticketId));
    expect(row?.attempts).toBe(5);
  });

  test("answers alike for every address, and writes only to who may come", async () => {
    const closed = { ...place, face: { ...place.face, allowsSignUp: false } };
    const ask = createLinkRequester(deps, createMailLimit());
    const stranger = someone();
    expect(await ask(closed, visit, input(stranger))).toEqual({
      ticketId: expect.any(String),
      expiresAt: new Date(deps.clock.now().getTime() + 15 * 60_000).toISOString(),
    });
    expect(await waiting(stranger)).toEqual([]);
    const disabled = `${mine.userId}@example.com`;
    await database.owner.orm.update(appUser).set({ disabledAt: new Date() }).where(eq(appUser.id, mine.userId));
    await ask(place, visit, input(disabled));
    expect(await waiting(disabled)).toEqual([]);
  });

  describe("of a company that takes no sign-ups", () => {
    let closed: PlaceContext;
    beforeEach(async () => {
      closed = { ...place, face: { ...place.face, allowsSignUp: false } };
      await database.owner.sql`update brand set allows_sign_up = false where tenant_id = ${mine.tenantId}`;
    });
    const knows = async (email: string) => {
      const id = uuidv7();
      await database.owner.orm.insert(driver).values({ tenantId: mine.tenantId, id, name: "Of the office", email });
      return id;
    };

    test("makes whom its office knows by that address this driver, whether they are a person here already or not", async () => {
      for (const isKnown of [false, true]) {
        const email = someone();
        if (isKnown) await database.owner.orm.insert(appUser).values({ id: uuidv7(), email, name: "Known" });
        const driverId = await knows(email.toUpperCase());
        const { ticketId, secret } = await receive(email, "/drive", closed);
        const userId = (await redeem({ ticketId, secret }))?.userId ?? "";
        const drivers = await database.owner.orm.select().from(driver).where(eq(driver.userId, userId));
        expect(drivers).toMatchObject([{ id: driverId, name: "Of the office" }]);
        const again = await receive(email, "/drive", closed);
        expect((await redeem({ ticketId: again.ticketId, code: again.code }))?.userId).toBe(userId);
      }
    });

    test("is not sent to who cannot be told apart, or is another company's", async () => {
      const [twin, elsewhere] = [someone(), someone()];
      for (const email of [twin, twin]) await knows(email);
      const { tenantId } = await seedTenant(database);
      await database.owner.orm.insert(driver).values({ tenantId, id: uuidv7(), name: "Elsewhere", email: elsewhere });
      for (const email of [twin, elsewhere]) expect((await receive(email, "/drive", closed)).secret).toBe("");
    });
  });

  test("for the office makes no driver of who works there", async () => {
    const [userId, email] = [uuidv7(), someone()];
    const { orm } = database.owner;
    await orm.insert(appUser).values({ id: userId, email, name: "A colleague" });
    await orm.insert(membership).values({ tenantId: mine.tenantId, userId, role: "support" });
    const { ticketId, url, secret } = await receive(email, "/admin/sessions");
    expect(url).toContain("https://a.example/sign-in?ticket=");
    expect(await redeem({ ticketId, secret })).toMatchObject({ userId, nextPath: "/admin/sessions" });
    expect(await orm.select().from(driver).where(eq(driver.userId, userId))).toEqual([]);
  });

  test("leads to the installation's own address who also charges at another company, whose account it opens too", async () => {
    const email = someone();
    const at = { ...visit, face: place.face, home: "https://home.example" };
    const ask = async () => {
      await createLinkRequester(deps, createMailLimit())(place, at, input(email));
      return /https:\S+/.exec((await waiting(email))[0]?.textBody ?? "")?.[0];
    };
    const [userId, other] = [uuidv7(), await seedTenant(database)];
    const { orm } = database.owner;
    await orm.insert(appUser).values({ id: userId, email, name: "A driver" });
    await orm.insert(driver).values({ tenantId: mine.tenantId, id: uuidv7(), userId, name: "A driver", email });
    const proofIn = (link: string | undefined) => {
      const { searchParams, hash } = new URL(link ?? "");
      return { ticketId: searchParams.get("ticket") ?? "", secret: hash.slice(1) };
    };
    const before = await ask();
    expect(before).toMatch(/^https:\/\/a\.example\/drive\/sign-in\?/);
    await orm.insert(driver).values({ tenantId: other.tenantId, id: uuidv7(), userId, name: "A driver", email });
    const after = await ask();
    expect(after).toMatch(/^https:\/\/home\.example\/t\/a-tenant\/drive\/sign-in\?/);
    expect(await redeem(proofIn(before))).toBeNull(); // at a host name that is one company's
    expect(await redeem(proofIn(after))).toMatchObject({ userId });
  });

  test("never leads where a request says it came from, and is not sent where the installation does not know itself", async () => {
    const ask = createLinkRequester(deps, createMailLimit());
    await expect(ask(place, { ...visit, origin: null }, input(someone()))).rejects.toMatchObject({
      code: "unavailable",
    });
  });

  test("is refused to who asks for too many, which takes it from nobody else", async () => {
    const limit = createMailLimit();
    const ask = createLinkRequester(deps, limit);
    const email = someone();
    const asks = (to: string, network = "192.0.2.1") => ask(place, { ...visit, network }, input(to));
    for (let n = 0; n < 5; n++) await asks(email);
    const refused = { code: "tooMany", details: { retryAfterS: expect.any(Number) } };
    for (let n = 0; n < 20; n++) await expect(asks(email.toUpperCase())).rejects.toMatchObject(refused);
    await asks(email, "192.0.2.2");
    await asks(someone());
    // An address is flooded from many networks no more than from one, and a network is a street, not a mailing list.
    for (let n = 6; n < 20; n++) await asks(email, `192.0.2.${n}`);
    await expect(asks(email, "192.0.2.3")).rejects.toMatchObject(refused);
    for (let n = 0; n < 300; n++) await limit("198.51.100.1", `someone ${n}`);
    await expect(asks(someone(), "198.51.100.1")).rejects.toMatchObject(refused);
  });
});

describe("waiting mails", () => {
  test("reach a real server of mails, in the brand's name, and keep no text afterwards", async () => {
    const received: Buffer[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      onData: (stream, _session, done) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          received.push(Buffer.concat(chunks));
          done();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.server.address() as { port: number };
    const mailer = createMailer({ url: `smtp://127.0.0.1:${port}`, from: "no-reply@a.example", folder: "/nowhere" });
    try {
      const email = someone();
      await receive(email);
      expect(await sendWaitingMails(deps, mailer)).toBeGreaterThanOrEqual(1);
      const parsed = await Promise.all(received.map((bytes) => simpleParser(bytes)));
      const got = parsed.find(({ to }) => [to ?? []].flat().some(({ text }) => text.includes(email)));
      expect(got?.from?.text).toBe('"A brand" <no-reply@a.example>');
      expect(got?.subject).toBe("Sign in to A brand");
      expect(got?.html).toContain("https://a.example/drive/sign-in?ticket=");
      expect(await waiting(email)).toMatchObject([{ state: "sent", textBody: "", htmlBody: "", attempts: 1 }]);
      expect(await sendWaitingMails(deps, mailer)).toBe(0);
    } finally {
      mailer.close();
      await new Promise<void>((resolve) => server.close(resolve));
    }
  });

  test("are begun no more when the process stops, and wait as they were", async () => {
    const [first, second] = [someone(), someone()];
    for (const email of [first, second]) await receive(email);
    const stopping = new AbortController();
    const slow = { send: async () => stopping.abort(), close: () => {} };
    expect(await sendWaitingMails(deps, slow, stopping.signal)).toBe(1);
    const mails = [...(await waiting(first)), ...(await waiting(second))];
    expect(mails.map(({ state, attempts }) => `${state} ${attempts}`).sort()).toEqual(["sent 1", "waiting 0"]);
  });

  test("are tried again with longer and longer waits, and at last have failed, with the reason and without the text", async () => {
    const email = someone();
    await receive(email);
    const tried: OutgoingMail[] = [];
    const broken = {
      send: async (outgoing: OutgoingMail) => {
        if (outgoing.to === email) tried.push(outgoing);
        throw new Error("connection refused");
      },
      close: () => {},
    };
    for (const waitS of [0, 10, 60, 300, 1_800]) {
      deps.clock.advance(waitS * 1000 + 1);
      await sendWaitingMails(deps, broken);
      await sendWaitingMails(deps, broken); // not before its time
    }
    expect(tried).toHaveLength(5);
    expect(await waiting(email)).toMatchObject([{ state: "failed", lastError: "connection refused", textBody: "" }]);
  });
});
