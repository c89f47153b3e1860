import { TRPCError } from "@trpc/server";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chargePoint, command, connector } from "../../db/schema/assets.ts";
import { session } from "../../db/schema/charging.ts";
import { identityProvider, signInTicket } from "../../db/schema/sign-in.ts";
import { appUser, membership, ROLES } from "../../db/schema/tenants.ts";
import { isAppError } from "../core/errors.ts";
import { uuidv7, uuidv7At } from "../core/ids.ts";
import { type Actor, PERMISSIONS, type Permission, ROLE_PERMISSIONS } from "../services/permissions.ts";
import { restClient } from "../testing/call-rest.ts";
import { apiKeyActor, contextOf, testDeps, userActor, visitOf } from "../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { type SeededTenant, seedTenant } from "../testing/seed-tenant.ts";
import { simpleTariff } from "../testing/simple-tariff.ts";
import { ROUTES } from "./rest/routes.ts";
import { appRouter, createCaller } from "./trpc/router.ts";

/**
 * Every procedure and every route, tried with another tenant's ids, with each role and with keys of too little scope. Each
 * refusal has its control: the same call by who may. A new procedure or route without an entry here fails.
 */

/** What a call is about: a seeded tenant's rows, or rows that exist nowhere. */
type Target = Omit<Walked, "startedAt" | "transactionId">;
type Entry = {
  /** Or: everybody; whoever is signed in; a driver of the company that was come to; whoever came to it. */
  readonly permission: Permission | "anybody" | "person" | "driver" | "visitor";
  /** What the input needs beside it. */
  readonly also?: readonly Permission[];
  readonly input: (target: Target) => unknown;
  /** How a call about a foreign or unknown row ends; `none` for calls that name no row. */
  readonly foreign: "NOT_FOUND" | "BAD_REQUEST" | "empty" | "none";
  /** How the call of who may ends, where it needs more than a right: a code, a link, a browser's answer. */
  readonly control?: "NOT_FOUND" | "BAD_REQUEST" | "FORBIDDEN";
};

const nothing = () => undefined;
const about = (permission: Entry["permission"], input: Entry["input"]): Entry => ({
  permission,
  input,
  foreign: "NOT_FOUND",
});
const referring = (permission: Entry["permission"], input: Entry["input"]): Entry => ({
  permission,
  input,
  foreign: "BAD_REQUEST",
});
const filtered = (permission: Entry["permission"], input: Entry["input"]): Entry => ({
  permission,
  input,
  foreign: "empty",
});
const plain = (permission: Entry["permission"], input: Entry["input"]): Entry => ({
  permission,
  input,
  foreign: "none",
});

/** For who may, and refused for what it lacks: a code, a link, a browser's answer. */
const lacking = (
  permission: Entry["permission"],
  control: NonNullable<Entry["control"]>,
  input: Entry["input"],
): Entry => ({ ...plain(permission, input), control });

const station = ({ chargePointId }: Target) => ({ chargePoint: chargePointId });
const future = () => new Date(Date.now() + 86_400_000).toISOString();
const SVG = Buffer.from("<svg/>").toString("base64");
const PROVIDER = { name: "N", issuer: "https://127.0.0.1:1", clientId: "c" };
const newSite = { name: "New", country: "DEU", timeZone: "UTC" };

const PROCEDURES: Readonly<Record<string, Entry>> = {
  ping: plain("anybody", nothing),
  "chargePoint.facets": filtered("chargePoint.read", ({ siteId }) => ({ siteId })),
  "chargePoint.list": filtered("chargePoint.read", ({ siteId }) => ({ siteId })),
  "chargePoint.get": about("chargePoint.read", station),
  "chargePoint.address": about("chargePoint.write", station),
  "chargePoint.connectors": about("chargePoint.read", ({ identity }) => ({ chargePoint: identity })),
  "chargePoint.messages": about("message.read", station),
  "chargePoint.create": {
    ...referring("chargePoint.write", ({ siteId, tariffId }) => ({ identity: "N", siteId, tariffId })),
    also: ["tariff.write"],
  },
  "chargePoint.update": about("chargePoint.write", (t) => ({ ...station(t), name: "x" })),
  "chargePoint.setConnector": about("chargePoint.write", (t) => ({ ...station(t), number: 1, maxPowerW: 22_000 })),
  "chargePoint.resetPassword": about("chargePoint.write", station),
  "chargePoint.retire": about("chargePoint.write", station),
  "command.list": about("chargePoint.command", station),
  "command.get": about("chargePoint.command", ({ commandId }) => ({ commandId })),
  "command.send": about("chargePoint.command", (t) => ({ ...station(t), action: "Reset", request: { type: "Soft" } })),
  "idToken.list": filtered("idToken.read", ({ driverId }) => ({ driverId })),
  "idToken.get": about("idToken.read", ({ idTokenId }) => ({ idTokenId })),
  "idToken.create": referring("idToken.write", ({ driverId }) => ({ token: "N", driverId })),
  "idToken.update": about("idToken.write", ({ idTokenId }) => ({ idTokenId, label: "x" })),
  "idToken.delete": about("idToken.write", ({ idTokenId }) => ({ idTokenId })),
  "idToken.import": plain("idToken.write", () => ({
    ...{ rows: [{ token: "N", label: "", parentToken: "" }], isTrial: true },
  })),
  "driver.list": filtered("driver.read", ({ token }) => ({ search: token })),
  "driver.get": about("driver.read", ({ driverId }) => ({ driverId })),
  "driver.create": plain("driver.write", () => ({ name: "N" })),
  "driver.update": about("driver.write", ({ driverId }) => ({ driverId, isBlocked: true })),
  "tariff.list": plain("tariff.read", () => ({})),
  "tariff.get": about("tariff.read", ({ tariffId }) => ({ tariffId })),
  "tariff.versions": about("tariff.read", ({ tariffId }) => ({ tariffId })),
  "tariff.defaults": plain("tariff.write", nothing),
  "tariff.create": plain("tariff.write", () => ({ name: "N", ocpi: simpleTariff() })),
  "tariff.createVersion": about("tariff.write", ({ tariffId }) => ({
    tariffId,
    ocpi: simpleTariff(),
    validFrom: future(),
  })),
  "tariff.uses": plain("tariff.read", nothing),
  "tariff.usesOf": about("tariff.read", ({ tariffId }) => ({ tariffId })),
  "tariff.assign": about("tariff.write", ({ tariffId, siteId }) => ({ tariffId, target: { kind: "site", siteId } })),
  "tariff.retire": about("tariff.write", ({ tariffId }) => ({ tariffId })),
  "session.exportSize": filtered("session.read", ({ siteId }) => ({ siteId })),
  "session.list": filtered("session.read", ({ siteId }) => ({ siteId })),
  "session.rows": filtered("session.read", ({ siteId }) => ({ siteId })),
  "session.outline": filtered("session.read", ({ siteId }) => ({ siteId })),
  "session.get": about("session.read", ({ sessionId }) => ({ sessionId })),
  "session.chargingPeriods": about("session.read", ({ sessionId }) => ({ sessionId })),
  "session.meterValues": about("session.read", ({ sessionId }) => ({ sessionId })),
  "session.powerCurve": about("session.read", ({ sessionId }) => ({ sessionId })),
  "session.statuses": about("session.read", ({ sessionId }) => ({ sessionId })),
  "session.priceTrace": about("session.read", ({ sessionId }) => ({ sessionId })),
  "unmatchedStop.list": about("session.read", station),
  "site.list": plain("chargePoint.read", () => ({})),
  "jump.find": plain("chargePoint.read", ({ identity }) => ({ text: identity })),
  "fleet.get": plain("chargePoint.read", nothing),
  "fleet.power": plain("chargePoint.read", ({ siteId }) => ({ siteId })),
  "fleet.happenings": plain("chargePoint.read", ({ siteId }) => ({ siteId })),
  "site.get": about("chargePoint.read", ({ siteId }) => ({ siteId })),
  "site.plugs": about("chargePoint.read", ({ siteId }) => ({ siteId })),
  "site.create": {
    ...referring("chargePoint.write", ({ tariffId }) => ({ ...newSite, tariffId })),
    also: ["tariff.write"],
  },
  "site.update": about("chargePoint.write", ({ siteId }) => ({ siteId, name: "x" })),
  "apiKey.list": plain("apiKey.write", () => ({})),
  "apiKey.create": plain("apiKey.write", () => ({ name: "N", scopes: [] })),
  "apiKey.revoke": about("apiKey.write", ({ apiKeyId }) => ({ apiKeyId })),
  "brand.list": plain("brand.write", nothing),
  "brand.get": about("brand.write", ({ brandId }) => ({ brandId })),
  "brand.create": plain("brand.write", () => ({ name: "N", colour: "#123" })),
  "brand.update": about("brand.write", ({ brandId }) => ({ brandId, name: "x" })),
  "brand.delete": about("brand.write", ({ secondBrandId }) => ({ brandId: secondBrandId })),
  "brand.setFile": about("brand.write", ({ brandId }) => ({ brandId, kind: "logo", base64: SVG })),
  "brand.removeFile": about("brand.write", ({ brandId }) => ({ brandId, kind: "logo" })),
  "brand.addHost": about("brand.write", ({ brandId }) => ({ brandId, host: `n-${brandId}.localhost` })),
  "brand.proveHost": about("brand.write", ({ brandId, host }) => ({ brandId, host })),
  "brand.removeHost": about("brand.write", ({ brandId, host }) => ({ brandId, host })),
  "place.sites": plain("visitor", () => ({})),
  "place.pins": plain("visitor", () => ({})),
  "place.plug": about("visitor", ({ identity }) => ({ plug: `${identity}~1` })),
  "signIn.requestLink": plain("visitor", ({ userId }) => ({ email: `${userId}@example.com` })),
  "signIn.requestOfficeLink": plain("anybody", ({ userId }) => ({ email: `${userId}@example.com` })),
  "signIn.requestReset": plain("anybody", ({ userId }) => ({ email: `${userId}@example.com` })),
  "signIn.resetPassword": lacking("anybody", "NOT_FOUND", ({ invitationId }) => ({
    ...{ ticketId: invitationId, secret: "a guess", password: "a new long password" },
  })),
  "signIn.invitation": plain("anybody", ({ invitationId }) => ({ ticketId: invitationId, secret: "a guess" })),
  "signIn.beginPasskey": plain("anybody", nothing),
  "drive.join": plain("person", nothing),
  "drive.start": about("driver", ({ identity }) => ({ plug: `${identity}~1`, tariffVersionId: null })),
  "drive.getStart": about("driver", ({ startId }) => ({ commandId: startId })),
  "drive.stop": about("driver", ({ runningId }) => ({ sessionId: runningId, waitS: 0 })),
  "drive.unlock": about("driver", ({ runningId }) => ({ sessionId: runningId, waitS: 0 })),
  "drive.sessions": plain("driver", () => ({})),
  "drive.session": about("driver", ({ sessionId }) => ({ sessionId })),
  "drive.cards": plain("driver", nothing),
  "drive.reportCardLost": about("driver", ({ idTokenId }) => ({ cardId: idTokenId })),
  "drive.account": plain("driver", nothing),
  "drive.updateAccount": plain("driver", () => ({ name: "x" })),
  "account.sessions": plain("person", nothing),
  "account.endSession": filtered("person", ({ userSessionId }) => ({ sessionId: userSessionId })),
  "account.endOtherSessions": plain("person", nothing),
  "account.showFactor": lacking("person", "BAD_REQUEST", () => ({ code: "000000" })),
  "account.factors": plain("person", nothing),
  "account.rename": plain("person", () => ({ name: "x" })),
  "account.changePassword": plain("person", () => ({ next: "a new long password" })),
  "account.beginTotp": plain("person", nothing),
  "account.confirmTotp": lacking("person", "BAD_REQUEST", () => ({ code: "000000" })),
  "account.removeTotp": lacking("person", "BAD_REQUEST", () => ({ code: "000000" })),
  "account.renewRecoveryCodes": lacking("person", "FORBIDDEN", nothing),
  "account.beginPasskey": plain("person", nothing),
  "account.addPasskey": lacking("person", "BAD_REQUEST", () => ({ state: "?", answer: { id: "?" }, name: "N" })),
  "account.removePasskey": lacking("person", "FORBIDDEN", () => ({ passkeyId: "?" })),
  "member.list": plain("member.write", nothing),
  "member.invite": {
    ...plain("member.write", () => ({ email: "somebody@example.com", role: "viewer" })),
    also: ROLE_PERMISSIONS.viewer,
  },
  "member.withdraw": about("member.write", ({ invitationId }) => ({ invitationId })),
  "member.changeRole": {
    ...about("member.write", ({ colleagueId }) => ({ userId: colleagueId, role: "support" })),
    also: ROLE_PERMISSIONS.support,
  },
  "member.remove": about("member.write", ({ colleagueId }) => ({ userId: colleagueId })),
  "member.requireSecondFactor": plain("member.write", () => ({ isRequired: true })),
  "member.resetFactors": about("member.write", ({ colleagueId }) => ({ userId: colleagueId })),
  "identityProvider.list": plain("member.write", nothing),
  "identityProvider.create": {
    ...plain("member.write", () => ({ ...PROVIDER, clientSecret: "s" })),
    also: PERMISSIONS,
  },
  "identityProvider.update": {
    ...about("member.write", ({ providerId }) => ({ providerId, ...PROVIDER })),
    also: PERMISSIONS,
  },
  "identityProvider.delete": about("member.write", ({ providerId }) => ({ providerId })),
  "identityProvider.check": plain("member.write", () => ({ issuer: PROVIDER.issuer })),
  "audit.list": filtered("audit.read", ({ tenantId }) => ({ subjectId: tenantId })),
};

type RestEntry = {
  readonly path: (target: Target) => string;
  readonly body?: (target: Target) => unknown;
  /** What the body needs beside it. */
  readonly also?: readonly Permission[];
};
const ofStation = (rest = "") => ({ path: ({ chargePointId }: Target) => `/charge-points/${chargePointId}${rest}` });

/** By operation id. What it needs is the route's own word; what it is about is in path and body. */
const OPERATIONS: Readonly<Record<string, RestEntry>> = {
  listChargePoints: { path: ({ siteId }) => `/charge-points?siteId=${siteId}` },
  createChargePoint: { path: () => "/charge-points", body: ({ siteId }) => ({ identity: "N", siteId }) },
  getChargePoint: ofStation(),
  updateChargePoint: { ...ofStation(), body: () => ({ name: "x" }) },
  retireChargePoint: ofStation(),
  resetChargePointPassword: { ...ofStation("/password"), body: () => ({}) },
  listConnectors: { path: ({ identity }) => `/charge-points/${identity}/connectors` },
  setConnector: { ...ofStation("/connectors/1"), body: () => ({ maxPowerW: 22_000 }) },
  listMessages: ofStation("/messages"),
  sendCommand: { ...ofStation("/commands/Reset"), body: () => ({ type: "Soft" }) },
  listCommands: ofStation("/commands"),
  getCommand: { path: ({ commandId }) => `/commands/${commandId}` },
  listSessions: { path: ({ siteId }) => `/sessions?siteId=${siteId}` },
  getSession: { path: ({ sessionId }) => `/sessions/${sessionId}` },
  listChargingPeriods: { path: ({ sessionId }) => `/sessions/${sessionId}/charging-periods` },
  listMeterValues: { path: ({ sessionId }) => `/sessions/${sessionId}/meter-values` },
  getPowerCurve: { path: ({ sessionId }) => `/sessions/${sessionId}/power-curve?buckets=10` },
  listSessionStatuses: { path: ({ sessionId }) => `/sessions/${sessionId}/statuses` },
  getPriceTrace: { path: ({ sessionId }) => `/sessions/${sessionId}/price-trace` },
  listUnmatchedStops: { path: ({ chargePointId }) => `/unmatched-stops?chargePoint=${chargePointId}` },
  listIdTokens: { path: ({ driverId }) => `/id-tokens?driverId=${driverId}` },
  createIdToken: { path: () => "/id-tokens", body: ({ driverId }) => ({ token: "N", driverId }) },
  getIdToken: { path: ({ idTokenId }) => `/id-tokens/${idTokenId}` },
  updateIdToken: { path: ({ idTokenId }) => `/id-tokens/${idTokenId}`, body: () => ({ label: "x" }) },
  deleteIdToken: { path: ({ idTokenId }) => `/id-tokens/${idTokenId}` },
  listDrivers: { path: () => "/drivers" },
  createDriver: { path: () => "/drivers", body: () => ({ name: "N" }) },
  getDriver: { path: ({ driverId }) => `/drivers/${driverId}` },
  updateDriver: { path: ({ driverId }) => `/drivers/${driverId}`, body: () => ({ isBlocked: true }) },
  listTariffs: { path: () => "/tariffs" },
  createTariff: { path: () => "/tariffs", body: () => ({ name: "N", ocpi: simpleTariff() }) },
  getTariff: { path: ({ tariffId }) => `/tariffs/${tariffId}` },
  retireTariff: { path: ({ tariffId }) => `/tariffs/${tariffId}` },
  assignTariff: {
    path: ({ tariffId }) => `/tariffs/${tariffId}/assignments`,
    body: ({ siteId }) => ({ target: { kind: "site", siteId } }),
  },
  listTariffVersions: { path: ({ tariffId }) => `/tariffs/${tariffId}/versions` },
  createTariffVersion: {
    path: ({ tariffId }) => `/tariffs/${tariffId}/versions`,
    body: () => ({ ocpi: simpleTariff(), validFrom: future() }),
  },
  listSites: { path: () => "/sites" },
  createSite: {
    path: () => "/sites",
    body: ({ tariffId }) => ({ ...newSite, tariffId }),
    also: ["tariff.write"],
  },
  getSite: { path: ({ siteId }) => `/sites/${siteId}` },
  updateSite: { path: ({ siteId }) => `/sites/${siteId}`, body: () => ({ name: "x" }) },
  listApiKeys: { path: () => "/api-keys" },
  createApiKey: { path: () => "/api-keys", body: () => ({ name: "N", scopes: [] }) },
  revokeApiKey: { path: ({ apiKeyId }) => `/api-keys/${apiKeyId}` },
  listAudit: { path: ({ tenantId }) => `/audit?subjectId=${tenantId}` },
};

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let mine: Walked;
let theirs: Walked;

beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database);
  [mine, theirs] = [await seedWalked(), await seedWalked()];
});
afterAll(() => database?.close());

type Walked = SeededTenant & {
  readonly startId: string;
  readonly runningId: string;
  readonly colleagueId: string;
  readonly invitationId: string;
  readonly providerId: string;
};

/** A seeded tenant whose driver has started by the app, and charges, at a station that would take one more. */
async function seedWalked(): Promise<Walked> {
  const seeded = await seedTenant(database);
  const { tenantId, chargePointId, sessionId, userId } = seeded;
  const { orm } = database.owner;
  const startedAt = new Date();
  const [startId, runningId] = [uuidv7(), uuidv7At(startedAt.getTime())];
  await orm.update(chargePoint).set({ isOnline: true }).where(eq(chargePoint.id, chargePointId));
  await orm.update(connector).set({ status: "Available" }).where(eq(connector.chargePointId, chargePointId));
  const [ended] = await orm.select().from(session).where(eq(session.id, sessionId));
  if (!ended) throw new Error("the seed has no session");
  const { idTokenKey: _generated, ...row } = ended;
  const isRunning = { state: "active", endedAt: null, transactionId: seeded.transactionId + 1 } as const;
  await orm.insert(session).values({ ...row, ...isRunning, id: runningId, startedAt });
  await orm.insert(command).values({
    ...{ tenantId, id: startId, chargePointId, action: "RemoteStartTransaction", state: "accepted" },
    request: { connectorId: 1, idTag: "T" },
    actor: { kind: "driver", id: userId },
  });
  const [colleagueId, invitationId] = [uuidv7(), uuidv7()];
  await orm.insert(appUser).values({ id: colleagueId, email: `${colleagueId}@example.com`, name: "A colleague" });
  await orm.insert(membership).values({ tenantId, userId: colleagueId, role: "viewer" });
  await orm.insert(signInTicket).values({
    ...{ id: invitationId, kind: "invitation", ofTenantId: tenantId, email: "new@example.com", role: "viewer" },
    ...{ secretHash: Buffer.alloc(32), expiresAt: new Date(Date.now() + 86_400_000) },
  });
  const providerId = uuidv7();
  await orm.insert(identityProvider).values({ tenantId, id: providerId, ...PROVIDER });
  return { ...seeded, startId, runningId, colleagueId, invitationId, providerId };
}

/** Ids of rows that exist nowhere. */
const nowhere = (): Target => ({
  ...Object.fromEntries(Object.keys(mine).map((name) => [name, uuidv7()])),
  ...({} as Target),
  identity: "NOWHERE",
  token: "NOWHERE",
  host: "nowhere.localhost",
});
/** Whatever of a tenant an answer may not hold. */
const secretsOf = ({ startedAt: _at, transactionId: _id, ...ids }: Walked) => Object.values(ids);

describe("tRPC", () => {
  type Outcome = { readonly code: string; readonly text: string };

  /** As an actor in the office of a tenant, at the tenant's address, signed in as the person of `who`. */
  async function callProcedure(path: string, who: Target, actor: Actor, input: unknown): Promise<Outcome> {
    const { tenantId } = who;
    const visit = visitOf(deps, tenantId, who);
    const caller = createCaller({ service: contextOf(deps, tenantId, actor), visit, log: deps.log });
    const procedure = path.split(".").reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], caller) as (
      input: unknown,
    ) => Promise<unknown>;
    try {
      return { code: "OK", text: JSON.stringify((await procedure(input)) ?? null) };
    } catch (error) {
      if (!(error instanceof TRPCError)) throw error;
      const details = isAppError(error.cause) ? error.cause.details : null;
      return { code: error.code, text: JSON.stringify([error.code, error.message, details]) };
    }
  }
  const owner = userActor("owner");

  test("every procedure is walked", () => {
    expect(Object.keys(appRouter._def.procedures).sort()).toEqual(Object.keys(PROCEDURES).sort());
  });

  test.each(Object.entries(PROCEDURES))("%s knows no other tenant", async (path, { input, foreign }) => {
    const outcome = await callProcedure(path, mine, owner, input(theirs));
    for (const secret of secretsOf(theirs)) expect(outcome.text).not.toContain(secret);
    if (foreign !== "none") {
      expect(outcome.code).toBe(foreign === "empty" ? "OK" : foreign);
      expect(outcome).toEqual(await callProcedure(path, mine, owner, input(nowhere())));
    }
    const own = await seedWalked();
    const control = await callProcedure(path, own, owner, input(own));
    expect(control.code).toBe(PROCEDURES[path]?.control ?? "OK");
    if (foreign === "empty") expect(control.text).not.toBe(outcome.text);
  });

  test.each(Object.entries(PROCEDURES))("%s asks for its permission", async (path, { permission, also, input }) => {
    if (permission === "anybody" || permission === "person" || permission === "driver" || permission === "visitor")
      return;
    const needed = [permission, ...(also ?? [])];
    const actors: readonly (readonly [Actor, boolean])[] = [
      ...ROLES.map((role) => [userActor(role), needed.every((one) => ROLE_PERMISSIONS[role].includes(one))] as const),
      [apiKeyActor([]), false],
      [apiKeyActor([permission]), also === undefined],
      [apiKeyActor(needed), true],
    ];
    for (const [actor, isAllowed] of actors) {
      const own = isAllowed ? await seedWalked() : mine;
      const { code } = await callProcedure(path, own, actor, input(own));
      expect([actor, code]).toEqual([actor, isAllowed ? "OK" : "FORBIDDEN"]);
    }
  });

  test.each(Object.entries(PROCEDURES))("%s is not for somebody who has not signed in", async (path, entry) => {
    const visit = visitOf(deps, mine.tenantId, null);
    const caller = createCaller({ service: null, visit, log: deps.log });
    const procedure = path.split(".").reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], caller) as (
      input: unknown,
    ) => Promise<unknown>;
    if (entry.permission === "anybody" || entry.permission === "visitor") {
      const outcome = await procedure(entry.input(mine)).then(
        () => "OK",
        (error: unknown) => (error instanceof TRPCError ? error.code : error),
      );
      expect(outcome).toBe(entry.control ?? "OK");
    } else await expect(procedure(entry.input(mine))).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });
});

describe("procedures of drivers", () => {
  const OF_DRIVERS = Object.entries(PROCEDURES).filter(([, { permission }]) => permission === "driver");
  test.runIf(OF_DRIVERS.length > 0).each(OF_DRIVERS)("%s is not for a person who is none here", async (path, entry) => {
    const visit = visitOf(deps, mine.tenantId, { ...theirs, driverId: null });
    const caller = createCaller({ service: contextOf(deps, mine.tenantId), visit, log: deps.log });
    const procedure = path.split(".").reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], caller) as (
      input: unknown,
    ) => Promise<unknown>;
    await expect(procedure(entry.input(mine))).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("REST", () => {
  const entryOf = (operationId: string): RestEntry => {
    const entry = OPERATIONS[operationId];
    if (!entry) throw new Error(`${operationId} has no entry in this walk`);
    return entry;
  };
  async function request(route: (typeof ROUTES)[number], key: string | null, target: Target) {
    const { path, body } = entryOf(route.operationId);
    const response = await restClient(deps).call(path(target), {
      method: route.method,
      key,
      ...(body ? { body: body(target) } : {}),
    });
    const text = await response.text();
    return { status: response.status, text, bytes: JSON.stringify([response.status, [...response.headers], text]) };
  }
  const keyOf = (tenantId: string, scopes?: readonly Permission[]) => restClient(deps).keyOf(tenantId, scopes);

  test("every route is walked", () => {
    expect(ROUTES.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(OPERATIONS).sort());
  });

  test.each(ROUTES)("$operationId knows no other tenant, and answers as for what does not exist", async (route) => {
    const key = await keyOf(mine.tenantId);
    const foreign = await request(route, key, theirs);
    for (const secret of secretsOf(theirs)) expect(foreign.text).not.toContain(secret);
    const namesRow = entryOf(route.operationId).path(theirs) !== entryOf(route.operationId).path(mine);
    if (route.params) expect(foreign.status).toBe(404);
    if (namesRow) expect(foreign.bytes).toBe((await request(route, key, nowhere())).bytes);
    const own = await seedWalked();
    const control = await request(route, await keyOf(own.tenantId), own);
    expect([200, 201, 202]).toContain(control.status);
    if (namesRow) expect(control.text).not.toBe(foreign.text);
  });

  test.each(ROUTES)("$operationId asks for the scope it names", async (route) => {
    const own = await seedWalked();
    expect((await request(route, null, own)).status).toBe(401);
    expect((await request(route, await keyOf(own.tenantId, []), own)).status).toBe(403);
    const { also } = entryOf(route.operationId);
    if (also) expect((await request(route, await keyOf(own.tenantId, [route.permission]), own)).status).toBe(403);
    const scopes = [route.permission, ...(also ?? [])];
    const allowed = await request(route, await keyOf(own.tenantId, scopes), own);
    expect([200, 201, 202]).toContain(allowed.status);
  });

  test.each(ROUTES)("$operationId answers as its schema says", async (route) => {
    const own = await seedWalked();
    const { status, text } = await request(route, await keyOf(own.tenantId), own);
    const parsed = route.responses[status]?.schema.safeParse(JSON.parse(text));
    expect(parsed?.error).toBeUndefined();
    expect(parsed?.success).toBe(true);
  });
});
