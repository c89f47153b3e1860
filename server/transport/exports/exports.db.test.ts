import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CellObject, read } from "xlsx";
import { session } from "../../../db/schema/charging.ts";
import { auditEntry } from "../../../db/schema/tenants.ts";
import { uuidv7At } from "../../core/ids.ts";
import type { Actor } from "../../services/permissions.ts";
import { apiKeyActor, contextOf, testDeps, userActor } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import { createExportDoor } from "./handler.ts";

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let mine: SeededTenant;
const ROWS = 4_500; // more than two batches, several of one instant

beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database);
  mine = await seedTenant(database);
  await seedTenant(database); // a neighbour, whose session must not be in any file
  const { orm } = database.owner;
  const [first] = await orm.select().from(session).where(eq(session.id, mine.sessionId));
  if (!first) throw new Error("the seed has no session");
  const { idTokenKey: _generated, ...row } = first;
  const many = Array.from({ length: ROWS }, (_, index) => {
    const startedAt = new Date(row.startedAt.getTime() - Math.floor(index / 3) * 1000);
    const id = uuidv7At(startedAt.getTime());
    return {
      ...row,
      id,
      startedAt,
      transactionId: 1000 + index,
      siteName: index === 7 ? "=HYPERLINK(1)" : row.siteName,
    };
  });
  for (let at = 0; at < many.length; at += 500) await orm.insert(session).values(many.slice(at, at + 500));
});
afterAll(() => database?.close());

const door = (actor: Actor | null = userActor("owner")) =>
  createExportDoor({ log: deps.log, identify: async () => actor && contextOf(deps, mine.tenantId, actor) });
const get = (path: string, actor?: Actor | null) => door(actor)(new Request(`https://a.example/api/exports/${path}`));
/** Transactions that wait for their reader. */
async function countOpen(): Promise<number> {
  const [open] = await database.owner.sql`
    select count(*)::int as n from pg_stat_activity where state = 'idle in transaction' and datname = current_database()`;
  return open?.n;
}
const linesOf = async (response: Response): Promise<string[]> => (await response.text()).split("\r\n").slice(0, -1);

describe("an export", () => {
  test("has every session of the filter once, oldest first, and those of nobody else", async () => {
    const response = await get("sessions.csv?bom=0");
    expect(response.headers.get("content-type")).toContain("text/csv");
    expect(response.headers.get("content-disposition")).toMatch(
      /^attachment; filename="sessions-\d{4}-\d\d-\d\d-\d{4}\.csv"$/,
    );
    const [head, ...lines] = await linesOf(response);
    expect(head).toMatch(/^Session,Start,End,Duration/);
    const ids = lines.map((line) => line.split(",")[0]);
    const rows = await database.owner.sql`
      select id from session where tenant_id = ${mine.tenantId} order by started_at, id`;
    expect(ids).toEqual(rows.map(({ id }) => id));
    expect(ids).toHaveLength(ROWS + 1);
  });

  test("says the same figures as page and REST, as numbers and dates, in both forms", async () => {
    const filter = `chargePoint=${mine.identity}&search=${mine.sessionId}&timeZone=Asia/Tokyo`;
    const book = read(Buffer.from(await (await get(`sessions.xlsx?${filter}`)).arrayBuffer()), { cellDates: true });
    const sheet = book.Sheets.Sessions ?? {};
    const at = (head: string): CellObject => {
      const column = Object.keys(sheet).find(
        (name) => /^[A-Z]+1$/.test(name) && (sheet[name] as CellObject).v === head,
      );
      return sheet[`${column?.slice(0, -1)}2`] as CellObject;
    };
    expect(at("Session").v).toBe(mine.sessionId);
    expect(at("Gross")).toMatchObject({ t: "n", v: 5.95 });
    expect(at("Net")).toMatchObject({ t: "n", v: 5 });
    expect(at("Energy (kWh)")).toMatchObject({ t: "n", v: 12.345678 });
    expect(at("Start").t).toBe("d");
    const tokyo = new Date(mine.startedAt.getTime() + 9 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
    expect(at("Start").w).toBe(tokyo);
    expect([at("Time zone").v, at("UTC offset at start").v]).toEqual(["Asia/Tokyo", "UTC+09:00"]);
    const bytes = Buffer.from(await (await get(`sessions.csv?${filter}&language=de`)).arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf])); // the byte order mark
    const german = bytes.toString("utf8", 3).split("\r\n");
    expect(german[0]?.startsWith("Ladevorgang;Beginn;")).toBe(true);
    expect(german[1]).toContain(";5,00;0,95;5,95;EUR;");
    expect(german[1]).toContain(`;${tokyo};`);
    expect(german[0]).toMatch(/;Zeitzone;UTC-Abstand bei Beginn$/);
    expect(german[1]).toMatch(/;Asia\/Tokyo;UTC\+09:00$/);
    const plain = await linesOf(await get(`sessions.csv?${filter}&separator=tab&decimal=.`));
    expect(plain[1]).toContain("\t12.345678\t");
  });

  test("makes text that begins like a formula harmless", async () => {
    const text = await (await get("sessions.csv")).text();
    expect(text).toContain(",'=HYPERLINK(1),");
    const book = read(Buffer.from(await (await get("sessions.xlsx")).arrayBuffer()));
    const cells = Object.values(book.Sheets.Sessions ?? {}) as CellObject[];
    expect(cells.filter(({ f }) => f !== undefined)).toEqual([]);
    expect(cells.filter(({ v }) => v === "=HYPERLINK(1)")).toHaveLength(1);
  });

  test.each([
    ["sessions.csv?state=running", 400],
    ["sessions.csv?language=fr", 400],
    ["sessions.csv?unknown=1", 400],
    ["sessions.csv?timeZone=Mars/Base", 400],
    ["sessions.pdf", 404],
    ["sessions.csv?chargePoint=NOWHERE", 404],
  ])("is refused in words before it begins: %s is %d", async (path, status) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ status, detail: expect.any(String) });
  });

  test("is for who may see sessions, masks cards for who may not see them, and is in the audit", async () => {
    expect((await get("sessions.csv", null)).status).toBe(401);
    expect((await get("sessions.csv", apiKeyActor([]))).status).toBe(403);
    expect((await get(`sessions.csv?idToken=${mine.token}`, userActor("viewer"))).status).toBe(403);
    const [, line] = await linesOf(await get("sessions.csv", userActor("viewer")));
    expect(line).not.toContain(mine.token);
    const seen = await (await get("sessions.csv", apiKeyActor(["session.read", "idToken.read"]))).text();
    expect(seen).toContain(mine.token);
    const entries = await database.owner.orm.select().from(auditEntry).where(eq(auditEntry.action, "session.export"));
    expect(entries.at(-1)).toMatchObject({ tenantId: mine.tenantId, detail: { format: "csv" } });
  });

  test("whose reader leaves gives its connection back", async () => {
    for (let round = 0; round < 8; round++) {
      const reader = (await get("sessions.csv")).body?.getReader();
      await reader?.read();
      await reader?.cancel();
    }
    // The pool of the test has four: without their return this would wait for ever.
    expect((await get("sessions.csv")).status).toBe(200);
    expect(await countOpen()).toBeLessThanOrEqual(1);
  });

  test("is one of a few at once, and whoever stops reading makes room", async () => {
    const one = createExportDoor({
      log: deps.log,
      identify: async () => contextOf(deps, mine.tenantId),
      mostAtOnce: 2,
      patienceMs: 1_500,
    });
    const ask = () => one(new Request("https://a.example/api/exports/sessions.csv"));
    const held = (await ask()).body?.getReader();
    const last = await ask();
    const refused = await ask();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "10"]);
    await last.body?.cancel();
    const again = await ask();
    expect(again.status).toBe(200);
    await again.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await expect(
      (async () => {
        while (!(await held?.read())?.done);
      })(),
    ).rejects.toThrow("reads too slowly");
  });

  test.each([
    ["while its first rows are read", false],
    ["before the first byte is taken", true],
  ])("whose reader leaves %s makes room at once", async (_when, isAnswered) => {
    const one = createExportDoor({
      log: deps.log,
      identify: async () => contextOf(deps, mine.tenantId),
      mostAtOnce: 1,
    });
    const ask = (signal?: AbortSignal) =>
      one(new Request("https://a.example/api/exports/sessions.csv", signal ? { signal } : {}));
    const before = await countOpen();
    const leaving = new AbortController();
    const left = ask(leaving.signal);
    if (isAnswered) await left;
    leaving.abort();
    await left;
    const next = await ask();
    expect(next.status).toBe(200);
    await next.body?.cancel();
    await expect.poll(countOpen).toBe(before);
  });

  test("that breaks after it began is broken off, not closed as if it were whole", async () => {
    for (const format of ["csv", "xlsx"]) {
      const reader = (await get(`sessions.${format}`)).body?.getReader();
      expect((await reader?.read())?.done).toBe(false);
      await database.owner.sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where state = 'idle in transaction' and datname = current_database()`;
      await expect(
        (async () => {
          while (!(await reader?.read())?.done);
        })(),
      ).rejects.toThrow();
    }
  });
});
