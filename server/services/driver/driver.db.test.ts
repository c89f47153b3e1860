import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { chargePoint, connector, evse, site } from "../../../db/schema/assets.ts";
import { session } from "../../../db/schema/charging.ts";
import { driver, idToken } from "../../../db/schema/people.ts";
import { appUser } from "../../../db/schema/tenants.ts";
import { uuidv7, uuidv7At } from "../../core/ids.ts";
import { contextOf, faceOf, testDeps } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import { simpleTariff } from "../../testing/simple-tariff.ts";
import { recordCommandProgress } from "../command/record-progress.ts";
import { maskIdToken } from "../id-token/mask.ts";
import { getPlug } from "../place/get-plug.ts";
import { listPins } from "../place/list-pins.ts";
import { listSitesNear } from "../place/list-sites.ts";
import { createPublicSites } from "../place/public-sites.ts";
import { assignTariff } from "../tariff/assign.ts";
import { createTariff } from "../tariff/create.ts";
import { createTariffVersion } from "../tariff/create-version.ts";
import type { PlaceContext } from "../visit.ts";
import type { DriverContext } from "./context.ts";
import { getStart, PATIENCE_MS } from "./get-start.ts";
import { joinAsDriver } from "./join.ts";
import { listOwnCards, reportCardLost, updateOwnAccount } from "./own-account.ts";
import { getOwnSession, listOwnSessions } from "./own-sessions.ts";
import { startCharging } from "./start-charging.ts";
import { stopCharging, unlockOwn } from "./stop-charging.ts";

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let mine: SeededTenant;
let ctx: DriverContext;
let place: PlaceContext;
let plug: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  deps = testDeps(database);
  mine = await seedTenant(database);
  deps.clock.advance(60_000); // what was seeded is over
  const { tenantId, driverId, userId: id, chargePointId } = mine;
  ctx = { ...deps, tenantId, actor: { kind: "driver", id, driverId, name: "A driver" } };
  place = { ...deps, tenantId, face: faceOf(tenantId) };
  plug = `${mine.identity}~1`;
  const { orm } = database.owner;
  await orm.update(chargePoint).set({ isOnline: true }).where(eq(chargePoint.id, chargePointId));
  await reports("Available");
});

const reports = (status: string | null) =>
  database.owner.orm.update(connector).set({ status }).where(eq(connector.chargePointId, mine.chargePointId));
const changePoint = (fields: Partial<typeof chargePoint.$inferInsert>) =>
  database.owner.orm.update(chargePoint).set(fields).where(eq(chargePoint.id, mine.chargePointId));

/** A running session of the driver's, begun now; by the app unless another token is named. */
async function charges(fields: Partial<typeof session.$inferInsert> = {}): Promise<string> {
  const at = deps.clock.now();
  const id = uuidv7At(at.getTime());
  const { orm } = database.owner;
  const [ended] = await orm.select().from(session).where(eq(session.id, mine.sessionId));
  if (!ended) throw new Error("the seed has no session");
  const { idTokenKey: _generated, ...row } = ended;
  const running = { id, startedAt: at, startReceivedAt: at, state: "active", endedAt: null, energyMwh: 0n } as const;
  await orm.insert(session).values({ ...row, ...running, transactionId: mine.transactionId + 1, ...fields });
  return id;
}
async function appTokenId(): Promise<string> {
  const id = uuidv7();
  const { tenantId, driverId } = mine;
  const token = id.slice(-12);
  await database.owner.orm.insert(idToken).values({ tenantId, id, token, kind: "app", driverId });
  return id;
}
const anotherTariff = () => createTariff(contextOf(deps, mine.tenantId), { name: "Another", ocpi: simpleTariff() });
/** Another driver of the same company. */
async function another(): Promise<DriverContext> {
  const [userId, driverId] = [uuidv7(), uuidv7()];
  const { orm } = database.owner;
  await orm.insert(appUser).values({ id: userId, email: `${userId}@example.com`, name: "Another" });
  await orm.insert(driver).values({ tenantId: mine.tenantId, id: driverId, userId, name: "Another" });
  return { ...ctx, actor: { kind: "driver", id: userId, driverId, name: "Another" } };
}

describe("stations that everybody sees", () => {
  test("have state, age and price; those of private sites, retired and pending ones are not there", async () => {
    const [found] = (await listSitesNear(place, {})).items;
    expect(found?.plugs).toMatchObject([{ key: plug, state: "free", price: null, stationName: mine.identity }]);
    expect(await getPlug(place, { plug })).toMatchObject({ plug: { key: plug }, week: { worked: 1, begun: 1 } });
    const isPublic = createPublicSites(deps);
    expect(await isPublic(mine.tenantId, mine.siteId)).toBe(true);
    const hide = [
      () => database.owner.orm.update(site).set({ isPublic: false }).where(eq(site.id, mine.siteId)),
      () => changePoint({ retiredAt: new Date() }),
      () => changePoint({ retiredAt: null, registration: "pending" }),
    ];
    for (const change of hide) {
      await change();
      expect(await listSitesNear(place, {})).toEqual({ items: [], total: 0 });
      expect(await listPins(place, {})).toEqual([]);
      await expect(getPlug(place, { plug })).rejects.toMatchObject({ code: "notFound" });
      await database.owner.orm.update(site).set({ isPublic: true }).where(eq(site.id, mine.siteId));
    }
  });

  test("are found by the EVSE id however it is spelled, by town, and the nearest first", async () => {
    const { orm } = database.owner;
    await orm.update(evse).set({ evseId: "DE*ABC*E1*1" }).where(eq(evse.id, mine.evseId));
    await orm.update(site).set({ latitude: 50, longitude: 7, city: "Köln" }).where(eq(site.id, mine.siteId));
    for (const key of ["DEABCE11", "de*abc*e1*1"]) {
      expect((await getPlug(place, { plug: key })).plug.evseId).toBe("DE*ABC*E1*1");
    }
    for (const search of ["köl", "DE*ABC", mine.identity]) {
      expect((await listSitesNear(place, { search })).items).toHaveLength(1);
      expect(await listPins(place, { search })).toHaveLength(1);
    }
    expect((await listSitesNear(place, { search: "100%" })).items).toEqual([]);
    expect(await listPins(place, { search: "100%" })).toEqual([]);
    const [near] = (await listSitesNear(place, { near: { latitude: 50, longitude: 7.1 } })).items;
    expect(near?.distanceM).toBeGreaterThan(7_100);
    expect(near?.distanceM).toBeLessThan(7_200);
  });

  test("are all on the map, and a list says how many more there are; sites with nothing to charge at are neither", async () => {
    const { orm } = database.owner;
    const [known] = await orm.select().from(site).where(eq(site.id, mine.siteId));
    const [point] = await orm.select().from(chargePoint).where(eq(chargePoint.id, mine.chargePointId));
    const [socket] = await orm.select().from(connector).where(eq(connector.chargePointId, mine.chargePointId));
    const [place1] = await orm.select().from(evse).where(eq(evse.id, mine.evseId));
    if (!known || !point || !socket || !place1) throw new Error("the seed has no station");
    const { identityKey: _i, ...pointRow } = point;
    const { evseKey: _e, ...evseRow } = place1;
    for (let index = 0; index < 61; index += 1) {
      const [siteId, id, evseId, connectorId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
      await orm.insert(site).values({ ...known, id: uuidv7(), name: `A${index}`, latitude: 1, longitude: 1 });
      await orm.insert(site).values({ ...known, id: siteId, name: `B${index}`, latitude: 50, longitude: 7 });
      const identity = `PIN-${index}`;
      await orm.insert(chargePoint).values({ ...pointRow, id, siteId, identity });
      await orm.insert(evse).values({ ...evseRow, id: evseId, chargePointId: id, evseId: null });
      await orm.insert(connector).values({ ...socket, id: connectorId, chargePointId: id, evseId });
    }
    const { items, total } = await listSitesNear(place, { search: "PIN-" });
    expect([items.length, total]).toEqual([60, 61]);
    const pins = await listPins(place, { search: "PIN-" });
    expect(pins).toHaveLength(61);
    expect(pins[0]).toMatchObject({ latitude: 50, families: { free: 1, charging: 0, offline: 0 } });
    const [one] = (await listSitesNear(place, { siteId: pins[60]?.id })).items;
    expect(one).toMatchObject({ id: pins[60]?.id, plugs: [{ state: "free" }] });
  });

  test("without live data are never free", async () => {
    await changePoint({ isOnline: false });
    expect((await getPlug(place, { plug })).plug.state).toBe("offline");
    await changePoint({ isOnline: true });
    await reports(null);
    expect((await getPlug(place, { plug })).plug.state).toBe("offline");
  });
});

describe("a start", () => {
  test("is asked of the station with the app's own token, made with the first one", async () => {
    const { commandId } = await startCharging(ctx, { plug, tariffVersionId: null });
    const [sent] = deps.commands.sent;
    expect(sent).toMatchObject({ commandId, action: "RemoteStartTransaction", request: { connectorId: 1 } });
    const tag = String(sent?.request.idTag);
    expect(tag).toMatch(/^[0-9A-F]{20}$/);
    deps.clock.advance(60_000);
    await startCharging(ctx, { plug, tariffVersionId: null });
    expect(deps.commands.sent[1]?.request.idTag).toBe(tag);
  });

  test("tapped twice is one start, but not another driver's", async () => {
    const { commandId } = await startCharging(ctx, { plug, tariffVersionId: null });
    expect(await startCharging(ctx, { plug, tariffVersionId: null })).toMatchObject({ commandId });
    expect(deps.commands.sent).toHaveLength(1);
    expect((await startCharging(await another(), { plug, tariffVersionId: null })).commandId).not.toBe(commandId);
    deps.clock.advance(30_000);
    expect((await startCharging(ctx, { plug, tariffVersionId: null })).commandId).not.toBe(commandId);
  });

  test("on two phones at the same moment is one start, with one token", async () => {
    const { starting } = await database.owner.sql.begin(async (sql) => {
      await sql`lock table command in share mode`; // nothing is queued before all of them have looked
      const starting = Promise.all([1, 2, 3].map(() => startCharging(ctx, { plug, tariffVersionId: null })));
      const waiting = async () => {
        const [row] = await sql`
          select count(distinct pid)::int as n from pg_locks join pg_stat_activity using (pid)
          where not granted and datname = current_database()`;
        return row?.n;
      };
      await expect.poll(waiting).toBe(3);
      return { starting };
    });
    const started = await starting;
    expect(new Set(started.map(({ commandId }) => commandId)).size).toBe(1);
    expect(deps.commands.sent).toHaveLength(1);
    expect((await listOwnCards(ctx)).filter(({ kind }) => kind === "app")).toHaveLength(1);
  });

  test("while the last session's cable is in tells its driver that it is theirs, and others that it is not", async () => {
    await reports("Finishing");
    await expect(startCharging(ctx, { plug, tariffVersionId: null })).rejects.toMatchObject({
      details: { reason: "finishing" },
    });
    await expect(startCharging(await another(), { plug, tariffVersionId: null })).rejects.toMatchObject({
      details: { reason: "occupied" },
    });
  });

  test.each([
    ["offline", () => changePoint({ isOnline: false })],
    ["fault", () => reports("Faulted")],
    ["out", () => reports("Unavailable")],
    ["occupied", () => reports("Charging")],
    ["occupied", () => reports("Reserved")],
    [
      "blocked",
      () => database.owner.orm.update(driver).set({ blockedAt: new Date() }).where(eq(driver.id, mine.driverId)),
    ],
    ["yours", async () => charges({ idTokenId: await appTokenId() })],
    ["elsewhere", async () => charges({ idTokenId: await appTokenId(), connectorNumber: 2 })],
  ] as const)("is not asked for when the reason is %s", async (reason, make) => {
    await make();
    await expect(startCharging(ctx, { plug, tariffVersionId: null })).rejects.toMatchObject({
      code: "conflict",
      details: { reason },
    });
    expect(deps.commands.sent).toEqual([]);
  });

  test("is refused when another price holds than the one that was seen, with the one that does", async () => {
    const office = contextOf(deps, mine.tenantId);
    const { tariffId, tenantId } = mine;
    await assignTariff(office, { tariffId, target: { kind: "tenant" } });
    expect(deps.events.published).toContainEqual({ type: "pricesChanged", tenantId });
    await expect(startCharging(ctx, { plug, tariffVersionId: null })).rejects.toMatchObject({
      code: "conflict",
      details: { reason: "price", offer: { tariffVersionId: expect.any(String), price: { currency: "EUR" } } },
    });
    const seen = (await getPlug(place, { plug })).plug;
    const validFrom = new Date(deps.clock.now().getTime() + 3_600_000).toISOString();
    const next = await createTariffVersion(office, { tariffId, ocpi: simpleTariff(), validFrom });
    expect(deps.events.published.filter(({ type }) => type === "pricesChanged")).toHaveLength(2);
    const planned = (await getPlug(place, { plug })).plug;
    expect([seen.priceUntil, planned.priceUntil]).toEqual([null, validFrom]);
    expect(planned.tariffVersionId).toBe(seen.tariffVersionId);
    deps.clock.advance(3_600_000);
    const { tariffVersionId } = seen;
    await expect(startCharging(ctx, { plug, tariffVersionId })).rejects.toMatchObject({ details: { reason: "price" } });
    expect(deps.commands.sent).toEqual([]);
    const { commandId } = await startCharging(ctx, { plug, tariffVersionId: next.id });
    // The answer was lost and the price has changed since: it is the start that was agreed to.
    await assignTariff(office, { tariffId: (await anotherTariff()).id, target: { kind: "tenant" } });
    expect(await startCharging(ctx, { plug, tariffVersionId: next.id })).toMatchObject({ commandId });
  });

  test("by a card that charges elsewhere is the card's matter, not the app's", async () => {
    await charges({ connectorNumber: 2 });
    await startCharging(ctx, { plug, tariffVersionId: null });
    expect(deps.commands.sent).toHaveLength(1);
  });

  test("is followed: asking, accepted, started, charging; and never by another", async () => {
    const { commandId } = await startCharging(ctx, { plug, tariffVersionId: null });
    const look = () => getStart(ctx, { commandId });
    expect(await look()).toMatchObject({ step: "asking", failure: null, connectorStatus: "Available" });
    await expect(getStart(await another(), { commandId })).rejects.toMatchObject({ code: "notFound" });
    const about = { tenantId: mine.tenantId, siteId: mine.siteId, chargePointId: mine.chargePointId };
    const at = deps.clock.now();
    await recordCommandProgress(deps, about, commandId, { step: "sent", at });
    await recordCommandProgress(deps, about, commandId, { step: "answered", at, response: { status: "Accepted" } });
    expect(await look()).toMatchObject({ step: "accepted" });
    deps.clock.advance(5_000);
    const sessionId = await charges();
    expect(await look()).toMatchObject({ step: "started", sessionId });
    await database.owner.orm.update(session).set({ energyMwh: 1n }).where(eq(session.id, sessionId));
    expect(await look()).toMatchObject({ step: "charging", sessionId });
  });

  test("that fails says why: refused, offline, or that nothing came of it", async () => {
    const about = { tenantId: mine.tenantId, siteId: mine.siteId, chargePointId: mine.chargePointId };
    const refused = await startCharging(ctx, { plug, tariffVersionId: null });
    const at = deps.clock.now();
    await recordCommandProgress(deps, about, refused.commandId, { step: "sent", at });
    await recordCommandProgress(deps, about, refused.commandId, {
      step: "answered",
      at,
      response: { status: "Rejected" },
    });
    expect(await getStart(ctx, refused)).toMatchObject({ step: "failed", failure: "rejected" });
    deps.commands.answerWith(() => "offline");
    expect(await getStart(ctx, await startCharging(ctx, { plug, tariffVersionId: null }))).toMatchObject({
      step: "failed",
      failure: "offline",
    });
    deps.commands.answerWith(() => "queued");
    const silent = await startCharging(ctx, { plug, tariffVersionId: null });
    deps.clock.advance(PATIENCE_MS + 1);
    expect(await getStart(ctx, silent)).toMatchObject({ step: "failed", failure: "notStarted" });
  });
});

describe("a session", () => {
  test("is its driver's alone to see, stop and unlock", async () => {
    const sessionId = await charges();
    const stranger = await another();
    for (const attempt of [
      () => getOwnSession(stranger, { sessionId }),
      () => stopCharging(stranger, { sessionId, waitS: 0 }),
      () => unlockOwn(stranger, { sessionId, waitS: 0 }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "notFound" });
    }
    expect((await listOwnSessions(stranger, { limit: 50 })).items).toEqual([]);
    expect(deps.commands.sent).toEqual([]);
    await stopCharging(ctx, { sessionId, waitS: 0 });
    expect(deps.commands.sent[0]).toMatchObject({
      action: "RemoteStopTransaction",
      request: { transactionId: mine.transactionId + 1 },
    });
  });

  test("shows the figures of the office, to the cent, and nothing of what makes it suspect", async () => {
    const own = await getOwnSession(ctx, { sessionId: mine.sessionId });
    expect(own).toMatchObject({ energyWh: "12345.678", net: "5.00", gross: "5.95", trace: { currency: "EUR" } });
    expect(own).not.toHaveProperty("suspect");
    expect(own.idToken).toBe(maskIdToken(mine.token));
    const { items } = await listOwnSessions(ctx, { limit: 50 });
    expect(items).toMatchObject([{ id: mine.sessionId, gross: "5.95" }]);
  });

  test("that runs is found however many began after it", async () => {
    const running = await charges();
    for (let later = 2; later < 8; later++) {
      deps.clock.advance(60_000);
      const endedAt = deps.clock.now();
      await charges({ state: "ended", endedAt, transactionId: mine.transactionId + later });
    }
    const { items } = await listOwnSessions(ctx, { state: "active", limit: 5 });
    expect(items.map(({ id }) => id)).toEqual([running]);
    expect((await listOwnSessions(ctx, { limit: 50 })).items).toHaveLength(8);
  });

  test("says when its station has no connection", async () => {
    const sessionId = await charges();
    expect(await getOwnSession(ctx, { sessionId })).toMatchObject({ isOnline: true });
    const disconnectedAt = new Date("2026-01-01T00:00:00Z");
    await changePoint({ isOnline: false, disconnectedAt });
    expect(await getOwnSession(ctx, { sessionId })).toMatchObject({
      ...{ isOnline: false, disconnectedAt: "2026-01-01T00:00:00.000Z" },
    });
  });

  test("that has ended is not stopped, and is unlocked only for a while", async () => {
    const input = { sessionId: mine.sessionId, waitS: 0 };
    await expect(stopCharging(ctx, input)).rejects.toMatchObject({ details: { reason: "ended" } });
    await unlockOwn(ctx, input);
    expect(deps.commands.sent[0]).toMatchObject({ action: "UnlockConnector", request: { connectorId: 1 } });
    deps.clock.advance(16 * 60_000);
    await expect(unlockOwn(ctx, input)).rejects.toMatchObject({ details: { reason: "late" } });
  });
});

describe("an account", () => {
  test("is joined once, and only where the company takes people by themselves", async () => {
    const userId = uuidv7();
    await database.owner.orm.insert(appUser).values({ id: userId, email: `${userId}@example.com`, name: "New" });
    const person = { userId, name: "New", email: `${userId}@example.com` };
    const closed = { ...place, face: { ...place.face, allowsSignUp: false } };
    await expect(joinAsDriver(closed, person)).rejects.toMatchObject({ code: "forbidden" });
    const [first, second] = await Promise.all([joinAsDriver(place, person), joinAsDriver(place, person)]);
    expect(second).toBe(first);
    expect(await joinAsDriver(closed, person)).toBe(first);
    const own: DriverContext = { ...ctx, actor: { kind: "driver", id: userId, driverId: first, name: "New" } };
    expect(await listOwnCards(own)).toMatchObject([{ kind: "app", status: "accepted" }]);
    expect(await updateOwnAccount(own, { phone: "+49 221 1" })).toMatchObject({ name: "New", phone: "+49 221 1" });
  });

  describe("of whom the office knows", () => {
    const signsUp = async (email: string, at = place) => {
      const userId = uuidv7();
      await database.owner.orm.insert(appUser).values({ id: userId, email, name: "New" });
      const driverId = await joinAsDriver(at, { userId, name: "New", email });
      return { ...ctx, actor: { kind: "driver", id: userId, driverId, name: "New" } } satisfies DriverContext;
    };
    const knows = async (email: string) => {
      const id = uuidv7();
      const row = { tenantId: mine.tenantId, id, name: "Of the office", email, blockedAt: new Date() };
      await database.owner.orm.insert(driver).values(row);
      return id;
    };
    const someone = () => `someone-${crypto.randomUUID()}@example.com`;

    test("is that driver's, with card and block, by whoever has proven the address", async () => {
      const email = someone();
      const [driverId, cardId] = [await knows(email.toUpperCase()), uuidv7()];
      const card = { tenantId: mine.tenantId, id: cardId, token: cardId.slice(-12), driverId };
      await database.owner.orm.insert(idToken).values(card);
      const closed = { ...place, face: { ...place.face, allowsSignUp: false } };
      const own = await signsUp(email, closed);
      expect(own.actor.driverId).toBe(driverId);
      expect(await listOwnCards(own)).toMatchObject([{ kind: "app" }, { id: cardId }]);
      await expect(startCharging(own, { plug, tariffVersionId: null })).rejects.toMatchObject({
        details: { reason: "blocked" },
      });
    });

    test("is nobody's who cannot be told apart, is somebody's already, or is another company's", async () => {
      const email = someone();
      const twins = [await knows(email), await knows(email)];
      expect(twins).not.toContain((await signsUp(email)).actor.driverId);
      const [other, elsewhere] = [await seedTenant(database), someone()];
      const row = { tenantId: other.tenantId, id: uuidv7(), name: "Elsewhere", email: elsewhere };
      await database.owner.orm.insert(driver).values(row);
      expect((await signsUp(elsewhere)).actor.driverId).not.toBe(row.id);
      const taken = someone();
      await database.owner.orm.update(driver).set({ email: taken }).where(eq(driver.id, mine.driverId));
      expect((await signsUp(taken)).actor.driverId).not.toBe(mine.driverId);
    });
  });

  test("reports a card as lost: its own, not another's, and not the app", async () => {
    const [card] = await listOwnCards(ctx);
    if (!card) throw new Error("the seed has no card");
    expect(card.token).not.toContain(mine.token.slice(0, 6));
    await expect(reportCardLost(await another(), { cardId: card.id })).rejects.toMatchObject({ code: "notFound" });
    expect(await reportCardLost(ctx, { cardId: card.id })).toMatchObject({ status: "blocked" });
    await expect(reportCardLost(ctx, { cardId: await appTokenId() })).rejects.toMatchObject({ code: "conflict" });
  });
});
