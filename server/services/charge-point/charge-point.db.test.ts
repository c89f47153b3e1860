import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chargePoint, connector, evse } from "../../../db/schema/assets.ts";
import { ocppMessage, session } from "../../../db/schema/charging.ts";
import { auditEntry } from "../../../db/schema/tenants.ts";
import type { STATE_FAMILIES } from "../../core/connector-state.ts";
import { uuidv7 } from "../../core/ids.ts";
import { apiKeyActor, contextOf, testDeps, userActor } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import type { ServiceContext } from "../context.ts";
import { CreateChargePointInput, createChargePoint } from "./create.ts";
import { getChargePointFacets } from "./facets.ts";
import { getChargePoint } from "./get.ts";
import { ListChargePointsInput, listChargePoints } from "./list.ts";
import { ListMessagesInput, listMessages } from "./list-messages.ts";
import { verifyPassword } from "./password.ts";
import { resetChargePointPassword } from "./reset-password.ts";
import { retireChargePoint } from "./retire.ts";
import { updateChargePoint } from "./update.ts";

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let mine: SeededTenant;
let theirs: SeededTenant;
let ctx: ServiceContext;

beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database);
  [mine, theirs] = [await seedTenant(database), await seedTenant(database)];
  ctx = contextOf(deps, mine.tenantId);
});
afterAll(() => database?.close());

const create = (identity: string, more: Partial<typeof CreateChargePointInput._input> = {}, as = ctx) =>
  createChargePoint(as, CreateChargePointInput.parse({ identity, ...more }));
const storedOf = async (id: string) => {
  const [row] = await database.owner.orm.select().from(chargePoint).where(eq(chargePoint.id, id));
  if (!row) throw new Error("no such row");
  return row;
};
const addConnectors = async (tenantId: string, chargePointId: string, statuses: readonly (string | null)[]) => {
  for (const [index, status] of statuses.entries()) {
    const place = { tenantId, chargePointId, number: index + 1 };
    const evseId = uuidv7();
    await database.owner.orm.insert(evse).values({ ...place, id: evseId });
    await database.owner.orm.insert(connector).values({ ...place, id: uuidv7(), evseId, status });
  }
};
const auditOf = (subjectId: string) =>
  database.owner.orm.select().from(auditEntry).where(eq(auditEntry.subjectId, subjectId));

describe("creating", () => {
  test("gives a password once, keeps only its hash, writes the audit and tells it", async () => {
    const created = await create("NEW-1", { siteId: mine.siteId, name: "Yard" });
    expect(created).toMatchObject({ identity: "NEW-1", name: "Yard", hasPassword: true, isOnline: false });
    const { passwordHash } = await storedOf(created.id);
    expect(passwordHash && verifyPassword(Buffer.from(created.password), passwordHash)).toBe(true);
    expect(await auditOf(created.id)).toMatchObject([{ action: "chargePoint.create", tenantId: mine.tenantId }]);
    expect(JSON.stringify(await auditOf(created.id))).not.toContain(created.password);
    expect(deps.events.published).toContainEqual(
      expect.objectContaining({ type: "chargePointChanged", cause: "created", chargePointId: created.id }),
    );
    expect(await getChargePoint(ctx, { chargePoint: "new-1" })).not.toHaveProperty("password");
  });

  test("an identity is unique whatever its case, in one tenant only", async () => {
    await create("TAKEN");
    const refused = { code: "conflict", details: { reason: "identityTaken" } };
    await expect(create("taken")).rejects.toMatchObject(refused);
    await create("TAKEN", {}, contextOf(deps, theirs.tenantId));
  });

  test.each(["", "a/b", "a b", "..", "ä", "x".repeat(49)])("the identity '%s' is invalid", (identity) => {
    expect(CreateChargePointInput.safeParse({ identity }).success).toBe(false);
  });

  test("another tenant's site or tariff is unknown", async () => {
    await expect(create("X-1", { siteId: theirs.siteId })).rejects.toMatchObject({ code: "invalid" });
    await expect(create("X-1", { tariffId: theirs.tariffId })).rejects.toMatchObject({ code: "invalid" });
  });

  test("needs the permission", async () => {
    for (const actor of [userActor("viewer"), userActor("finance"), apiKeyActor(["chargePoint.read"])]) {
      await expect(create("X-2", {}, contextOf(deps, mine.tenantId, actor))).rejects.toMatchObject({
        code: "forbidden",
      });
    }
  });
});

describe("getting", () => {
  test("by id and by identity in any case, with its connectors", async () => {
    const byId = await getChargePoint(ctx, { chargePoint: mine.chargePointId.toUpperCase() });
    expect(byId).toMatchObject({ identity: mine.identity, connectors: [{ number: 1 }] });
    expect(await getChargePoint(ctx, { chargePoint: mine.identity.toLowerCase() })).toEqual(byId);
  });

  test("another tenant's is as unknown as one that does not exist", async () => {
    const foreign = await getChargePoint(ctx, { chargePoint: theirs.chargePointId }).catch((error) => error);
    const unknown = await getChargePoint(ctx, { chargePoint: uuidv7() }).catch((error) => error);
    expect(foreign).toMatchObject({ code: "notFound", message: unknown.message });
    await expect(getChargePoint(ctx, { chargePoint: theirs.identity })).rejects.toMatchObject({ code: "notFound" });
  });
});

describe("listing", () => {
  const list = async (input: Partial<typeof ListChargePointsInput._input>, as = ctx) =>
    listChargePoints(as, ListChargePointsInput.parse(input));

  test("walks all pages in order of the identity, each once", async () => {
    const own = contextOf(deps, (await seedTenant(database)).tenantId);
    for (const identity of ["b-2", "A-1", "C_3", "c-3"]) await create(identity, {}, own);
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await list({ limit: 2, ...(cursor ? { cursor } : {}) }, own);
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ identity }) => identity));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toHaveLength(5);
    expect(new Set(seen)).toEqual(new Set(["A-1", "b-2", "c-3", "C_3", expect.stringMatching(/^CP-/)]));
  });

  test("filters by text, site, status and connection", async () => {
    const [online, offline] = [await create("FILTER-ON", { siteId: mine.siteId }), await create("FILTER-OFF")];
    await database.owner.orm
      .update(chargePoint)
      .set({ isOnline: true, status: "Faulted", serialNumber: "SN%77" })
      .where(eq(chargePoint.id, online.id));
    const ids = async (input: Parameters<typeof list>[0]) => (await list(input)).items.map(({ id }) => id);
    expect(await ids({ search: "filter-o" })).toEqual([offline.id, online.id]);
    expect(await ids({ search: "n%7" })).toEqual([online.id]);
    expect(await ids({ search: "%" })).toEqual([online.id]);
    expect(await ids({ status: "Faulted" })).toEqual([online.id]);
    expect(await ids({ online: true })).toEqual([online.id]);
    expect(await ids({ search: "FILTER", siteId: mine.siteId })).toEqual([online.id]);
    expect(await ids({ siteId: theirs.siteId })).toEqual([]);
  });

  test("filters by the state of a connector, and says how many each choice would show", async () => {
    const own = await seedTenant(database);
    const as = contextOf(deps, own.tenantId);
    const plant = { siteId: own.siteId };
    const [up, down] = [await create("FAM-UP", plant, as), await create("FAM-DOWN", {}, as)];
    await database.owner.orm.update(chargePoint).set({ isOnline: true }).where(eq(chargePoint.id, up.id));
    await addConnectors(own.tenantId, up.id, ["Charging", "SuspendedEV", "Faulted", "Unavailable", "Available", null]);
    await addConnectors(own.tenantId, down.id, ["Available", "Faulted"]);
    const names = async (stateFamily: (typeof STATE_FAMILIES)[number]) =>
      (await list({ stateFamily }, as)).items.map(({ identity }) => identity);
    for (const family of ["free", "charging", "waiting", "fault", "out"] as const) {
      expect(await names(family)).toEqual(["FAM-UP"]);
    }
    // The one never heard of among its connectors makes FAM-UP one of them; the seeded one is not connected either.
    expect(await names("offline")).toEqual([own.identity, "FAM-DOWN", "FAM-UP"]);

    const all = await getChargePointFacets(as, {});
    expect(all.families).toEqual({ free: 1, charging: 1, waiting: 1, fault: 1, out: 1, offline: 4 });
    expect(all.sites).toEqual([{ id: own.siteId, name: "A site", chargePoints: 2 }]);
    const atSite = await getChargePointFacets(as, { ...plant, search: "FAM", stateFamily: "fault" });
    expect(atSite.families).toMatchObject({ charging: 1, offline: 1 });
    expect(atSite.sites).toMatchObject([{ chargePoints: 1 }]);
    const told = (id: string, facts: { vendor: string; model: string; firmwareVersion: string }) =>
      database.owner.orm.update(chargePoint).set(facts).where(eq(chargePoint.id, id));
    await told(up.id, { vendor: "ABB", model: "Terra 54", firmwareVersion: "1.8.2" });
    await told(down.id, { vendor: "ABB", model: "Terra 54", firmwareVersion: "1.9.0" });
    const old = { model: "Terra 54", firmwareVersion: "1.8.2" };
    expect((await list(old, as)).items.map(({ identity }) => identity)).toEqual(["FAM-UP"]);
    expect((await list({ model: "Terra" }, as)).items).toEqual([]);
    const ofOld = await getChargePointFacets(as, old);
    expect(ofOld.models).toEqual([{ model: "Terra 54", vendor: "ABB", chargePoints: 1 }]);
    expect(ofOld.firmwareVersions).toEqual([
      { firmwareVersion: "1.8.2", chargePoints: 1 },
      { firmwareVersion: "1.9.0", chargePoints: 1 },
    ]);
    expect(ofOld.families).toMatchObject({ charging: 1, offline: 1 });
    expect((await getChargePointFacets(as, { siteId: theirs.siteId })).families).toMatchObject({ free: 0, offline: 0 });
  });

  test("carries the site's name and what runs on each connector, for who may read sessions", async () => {
    const own = await seedTenant(database);
    const as = contextOf(deps, own.tenantId);
    await database.owner.orm
      .update(session)
      .set({ state: "active", endedAt: null, powerW: 7000 })
      .where(eq(session.id, own.sessionId));
    const [item] = (await list({}, as)).items;
    expect(item).toMatchObject({ siteName: "A site", connectors: [{ number: 1 }] });
    const running = { id: own.sessionId, energyWh: "12345.678", powerW: 7000, grossMinor: "595", idToken: own.token };
    expect(item?.connectors[0]?.session).toMatchObject(running);
    expect(await getChargePoint(as, { chargePoint: own.identity })).toEqual(item);
    const viewer = contextOf(deps, own.tenantId, userActor("viewer"));
    const masked = (await list({}, viewer)).items[0]?.connectors[0]?.session;
    expect(masked).toMatchObject({ id: own.sessionId });
    expect(masked?.idToken).not.toBe(own.token);
    const key = contextOf(deps, own.tenantId, apiKeyActor(["chargePoint.read"]));
    expect((await list({}, key)).items[0]?.connectors[0]?.session).toBeNull();
  });
});

describe("changing", () => {
  test("keeps what is left out, and reconnects the station only when it must hear of it", async () => {
    const { id } = await create("CHANGE-1", { name: "Old", siteId: mine.siteId });
    deps.commands.disconnected.length = 0;
    expect(await updateChargePoint(ctx, { chargePoint: id, name: "New" })).toMatchObject({
      name: "New",
      siteId: mine.siteId,
    });
    expect(deps.commands.disconnected).toEqual([]);
    expect(await updateChargePoint(ctx, { chargePoint: id, registration: "rejected" })).toMatchObject({
      registration: "rejected",
    });
    expect(deps.commands.disconnected).toMatchObject([{ chargePointId: id }]);
    expect((await auditOf(id)).map(({ action }) => action)).toEqual([
      "chargePoint.create",
      "chargePoint.update",
      "chargePoint.update",
    ]);
  });

  test("a new password replaces the old one at once and disconnects", async () => {
    const { id, password } = await create("CHANGE-2");
    deps.commands.disconnected.length = 0;
    const issued = await resetChargePointPassword(ctx, { chargePoint: id });
    const { passwordHash } = await storedOf(id);
    expect(passwordHash && verifyPassword(Buffer.from(issued.password), passwordHash)).toBe(true);
    expect(passwordHash && verifyPassword(Buffer.from(password), passwordHash)).toBe(false);
    expect(deps.commands.disconnected).toMatchObject([{ chargePointId: id, reason: "password changed" }]);
  });

  test("a retired one stays readable, loses its password, leaves the list and changes no more", async () => {
    const { id } = await create("CHANGE-3");
    const retired = await retireChargePoint(ctx, { chargePoint: id });
    expect(retired).toMatchObject({ hasPassword: false, retiredAt: expect.any(String) });
    expect(await retireChargePoint(ctx, { chargePoint: id })).toEqual(retired);
    expect((await auditOf(id)).filter(({ action }) => action === "chargePoint.retire")).toHaveLength(1);
    await expect(updateChargePoint(ctx, { chargePoint: id, name: "x" })).rejects.toMatchObject({ code: "conflict" });
    await expect(resetChargePointPassword(ctx, { chargePoint: id })).rejects.toMatchObject({ code: "conflict" });
    const listed = async (retired: boolean) =>
      (await listChargePoints(ctx, ListChargePointsInput.parse({ search: "CHANGE-3", retired }))).items;
    expect([await listed(false), await listed(true)]).toMatchObject([[], [{ id }]]);
  });

  test("another tenant's is unknown and stays as it is", async () => {
    const chargePoint = theirs.chargePointId;
    await expect(updateChargePoint(ctx, { chargePoint, name: "x" })).rejects.toMatchObject({ code: "notFound" });
    await expect(resetChargePointPassword(ctx, { chargePoint })).rejects.toMatchObject({ code: "notFound" });
    await expect(retireChargePoint(ctx, { chargePoint })).rejects.toMatchObject({ code: "notFound" });
    expect(await storedOf(chargePoint)).toMatchObject({ name: null, retiredAt: null });
  });

  test("needs the permission", async () => {
    const viewer = contextOf(deps, mine.tenantId, userActor("viewer"));
    const chargePoint = mine.chargePointId;
    await expect(updateChargePoint(viewer, { chargePoint })).rejects.toMatchObject({ code: "forbidden" });
    await expect(resetChargePointPassword(viewer, { chargePoint })).rejects.toMatchObject({ code: "forbidden" });
    await expect(retireChargePoint(viewer, { chargePoint })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("the message log", () => {
  test("is newest first, filtered, paged within one millisecond too, and hides passwords", async () => {
    const { id } = await create("LOG-1");
    const at = new Date(Date.now() - 60_000);
    const station = { tenantId: mine.tenantId, chargePointId: id, at };
    await database.owner.orm.insert(ocppMessage).values([
      { ...station, id: uuidv7(), direction: "in", action: "Heartbeat", request: {} },
      { ...station, id: uuidv7(), direction: "in", action: "StatusNotification", request: { connectorId: 1 } },
      {
        ...station,
        id: uuidv7(),
        direction: "out",
        action: "ChangeConfiguration",
        request: { key: "AuthorizationKey", value: "736563726574" },
      },
    ]);
    const list = (input: Partial<typeof ListMessagesInput._input>) =>
      listMessages(ctx, ListMessagesInput.parse({ chargePoint: "LOG-1", ...input }));
    const first = await list({ limit: 2 });
    expect(first.items.map(({ action }) => action)).toEqual(["ChangeConfiguration", "StatusNotification"]);
    expect(JSON.stringify(first.items)).not.toContain("736563726574");
    const second = await list({ limit: 2, cursor: first.nextCursor ?? "" });
    expect(second).toMatchObject({ items: [{ action: "Heartbeat" }], nextCursor: null });
    expect((await list({ direction: "out" })).items).toHaveLength(1);
    expect((await list({ action: "Heartbeat" })).items).toHaveLength(1);
    expect((await list({ to: at.toISOString() })).items).toEqual([]);
    expect((await list({ from: at.toISOString() })).items).toHaveLength(3);
  });

  test("needs its own permission, and another tenant's is unknown", async () => {
    const input = ListMessagesInput.parse({ chargePoint: mine.identity });
    const finance = contextOf(deps, mine.tenantId, userActor("finance"));
    await expect(listMessages(finance, input)).rejects.toMatchObject({ code: "forbidden" });
    await expect(listMessages(ctx, ListMessagesInput.parse({ chargePoint: theirs.identity }))).rejects.toMatchObject({
      code: "notFound",
    });
  });
});
