import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { session } from "../../../db/schema/charging.ts";
import { uuidv7At } from "../../core/ids.ts";
import { contextOf, createTenant, testDeps, userActor } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import type { ServiceContext } from "../context.ts";
import { ListSessionsInput, listSessions } from "./list.ts";
import { listSessionRows } from "./list-rows.ts";
import { OutlineSessionsInput, outlineSessions, SLOT_ROWS } from "./outline.ts";

const HOUR_MS = 3_600_000;
const SESSIONS = 450;

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let mine: SeededTenant;
let ctx: ServiceContext;
/** All of mine, newest first. */
let all: readonly { readonly id: string; readonly startedAt: Date }[];

/** Three hours apart over two months, so over partitions; each tenth instant is shared by three sessions. */
beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database);
  mine = await seedTenant(database);
  ctx = contextOf(deps, mine.tenantId);
  const [row] = await database.owner.orm.select().from(session).where(eq(session.id, mine.sessionId));
  if (!row) throw new Error("no seeded session");
  const others = Array.from({ length: SESSIONS - 1 }, (_, index) => {
    const back = index % 30 < 3 ? index - (index % 30) + 1 : index + 1;
    const startedAt = new Date(mine.startedAt.getTime() - back * 3 * HOUR_MS);
    return { ...row, id: uuidv7At(startedAt.getTime()), startedAt, idToken: index % 2 ? "EVEN" : "ODD" };
  });
  await database.owner.orm.insert(session).values(others.map((other) => ({ ...other, idTokenKey: undefined })));
  all = [{ id: row.id, startedAt: row.startedAt }, ...others].sort(
    (a, b) => b.startedAt.getTime() - a.startedAt.getTime() || (a.id < b.id ? 1 : -1),
  );
});
afterAll(() => database?.close());

const walk = async (input: Partial<z.input<typeof ListSessionsInput>>): Promise<string[]> => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listSessions(ctx, ListSessionsInput.parse({ limit: 7, ...input, ...(cursor && { cursor }) }));
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor);
  return seen;
};
const ids = (sessions: typeof all): string[] => sessions.map(({ id }) => id);

describe("pages", () => {
  test("in both directions tell each session once, also those that start at one instant", async () => {
    expect(await walk({})).toEqual(ids(all));
    expect(await walk({ order: "oldest" })).toEqual(ids(all).reverse());
  });

  test("from any instant tell what is before it and what is after it, and together all", async () => {
    const at = all[200]?.startedAt.toISOString() ?? "";
    const before = await walk({ to: at });
    const after = await walk({ from: at, order: "oldest" });
    expect([...after.reverse(), ...before]).toEqual(ids(all));
    expect(before.length).toBeGreaterThan(200);
  });

  test("of a search go in both directions as well", async () => {
    const newest = await walk({ search: "even", limit: 50 });
    expect(newest).toHaveLength(224);
    expect(await walk({ search: "even", limit: 50, order: "oldest" })).toEqual([...newest].reverse());
  });

  test("as rows tell the same sessions, and mask cards", async () => {
    const input = ListSessionsInput.parse({ limit: 5 });
    const viewer = contextOf(deps, mine.tenantId, userActor("viewer"));
    const [rows, views] = [await listSessionRows(ctx, input), await listSessions(ctx, input)];
    expect(rows.nextCursor).toBe(views.nextCursor);
    for (const [index, row] of rows.items.entries()) expect(views.items[index]).toMatchObject(row);
    expect(JSON.stringify(await listSessionRows(viewer, input))).not.toMatch(/ODD|EVEN|A driver/);
  });
});

describe("an outline", () => {
  /** The stretches of time between marks, as a screen asks for them. */
  const slotsOf = async (outline: Awaited<ReturnType<typeof outlineSessions>>) => {
    const marks = [outline.newestMs ?? 0];
    for (const step of outline.stepsMs) marks.push((marks.at(-1) ?? 0) - step);
    return Promise.all(
      marks.map(async (mark, slot) => {
        const next = marks[slot + 1];
        const from = next === undefined ? {} : { from: new Date(next + 1).toISOString() };
        return walk({ ...from, to: new Date(mark + 1).toISOString(), limit: 500 });
      }),
    );
  };

  test("counts all, and its stretches of time together hold each session once", async () => {
    const outline = await outlineSessions(ctx, OutlineSessionsInput.parse({}));
    expect(outline).toMatchObject({ newestMs: mine.startedAt.getTime(), counted: SESSIONS, rest: null });
    const slots = await slotsOf(outline);
    expect(slots).toHaveLength(Math.ceil(SESSIONS / SLOT_ROWS));
    expect(slots.flat()).toEqual(ids(all));
  });

  test("that counts a part says from where on it estimates, and is not far off", async () => {
    const outline = await outlineSessions(ctx, OutlineSessionsInput.parse({ most: 200 }));
    expect(outline.counted).toBe(200);
    expect(outline.rest?.newestMs).toBe(all[200]?.startedAt.getTime());
    expect(outline.rest?.oldestMs).toBe(all.at(-1)?.startedAt.getTime());
    expect(outline.rest?.about).toBeGreaterThan(200);
    expect(outline.rest?.about).toBeLessThan(300);
    expect((await slotsOf(outline)).flat()).toEqual(ids(all));
  });

  test("follows the filters and the search", async () => {
    const count = async (filter: object) => (await outlineSessions(ctx, OutlineSessionsInput.parse(filter))).counted;
    expect(await count({ idToken: "EVEN" })).toBe(224);
    expect(await count({ search: "even" })).toBe(224);
    expect(await count({ siteId: mine.siteId, state: "ended" })).toBe(SESSIONS);
    expect(await count({ state: "active" })).toBe(0);
    expect(await count({ from: all[99]?.startedAt.toISOString() })).toBe(100);
  });

  test("of nothing is empty", async () => {
    const nobody = contextOf(deps, await createTenant(database));
    const nothing = { newestMs: null, stepsMs: [], counted: 0, rest: null };
    expect(await outlineSessions(nobody, OutlineSessionsInput.parse({}))).toEqual(nothing);
    expect(await outlineSessions(nobody, OutlineSessionsInput.parse({ siteId: mine.siteId }))).toEqual(nothing);
    expect(await outlineSessions(nobody, OutlineSessionsInput.parse({ search: "even" }))).toEqual(nothing);
  });

  test("does not count another tenant's charge point, or a card for who may not see cards", async () => {
    const nobody = contextOf(deps, await createTenant(database));
    const viewer = contextOf(deps, mine.tenantId, userActor("viewer"));
    await expect(
      outlineSessions(nobody, OutlineSessionsInput.parse({ chargePoint: mine.chargePointId })),
    ).rejects.toMatchObject({ code: "notFound" });
    await expect(outlineSessions(viewer, OutlineSessionsInput.parse({ idToken: "EVEN" }))).rejects.toMatchObject({
      code: "forbidden",
    });
    expect((await outlineSessions(viewer, OutlineSessionsInput.parse({ search: "even" }))).counted).toBe(0);
  });
});
