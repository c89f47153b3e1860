import { randomBytes } from "node:crypto";
import { powerSample, WHOLE_FLEET } from "../../db/schema/analytics.ts";
import { chargePoint, command, connector, evse, site } from "../../db/schema/assets.ts";
import * as charging from "../../db/schema/charging.ts";
import { tariff, tariffVersion } from "../../db/schema/money.ts";
import { driver, idToken } from "../../db/schema/people.ts";
import { identityProvider, userIdentity, userSession } from "../../db/schema/sign-in.ts";
import {
  apiKey,
  appUser,
  auditEntry,
  brand,
  brandAsset,
  idempotencyKey,
  mail,
  membership,
  outbox,
  tenantDomain,
} from "../../db/schema/tenants.ts";
import { asUser, inTenant, type Transaction } from "../../db/tenancy.ts";
import { uuidv7 } from "../core/ids.ts";
import { startedAtOfId } from "../services/session/started-at-of-id.ts";
import { createTenant } from "./context.ts";
import type { TestDatabase } from "./database.ts";
import { simpleTariff } from "./simple-tariff.ts";

export type SeededTenant = Awaited<ReturnType<typeof seedTenant>>;

/** A tenant with one row in every table that belongs to a tenant, written as the product's own role. */
export async function seedTenant(database: TestDatabase) {
  const tenantId = await createTenant(database);
  const ids = {
    tenantId,
    siteId: uuidv7(),
    tariffId: uuidv7(),
    tariffVersionId: uuidv7(),
    chargePointId: uuidv7(),
    evseId: uuidv7(),
    connectorId: uuidv7(),
    driverId: uuidv7(),
    idTokenId: uuidv7(),
    commandId: uuidv7(),
    userId: uuidv7(),
    apiKeyId: uuidv7(),
    sessionId: uuidv7(),
    brandId: uuidv7(),
    secondBrandId: uuidv7(),
    userSessionId: uuidv7(),
    providerId: uuidv7(),
  };
  const seeded = {
    ...ids,
    identity: `CP-${ids.chargePointId.slice(-12)}`,
    token: `T${ids.idTokenId.slice(-12)}`,
    host: `${ids.brandId}.localhost`,
    // The id's own time is the session's start.
    startedAt: startedAtOfId(ids.sessionId) ?? new Date(),
    transactionId: Number.parseInt(randomBytes(3).toString("hex"), 16) + 1,
  };
  await database.db.orm
    .insert(appUser)
    .values({ id: ids.userId, email: `${ids.userId}@example.com`, name: "A person" });
  await asUser(database.db, ids.userId, (tx) =>
    tx.insert(userSession).values({
      ...{ id: ids.userSessionId, userId: ids.userId, method: "password" },
      expiresAt: new Date(Date.now() + 86_400_000),
    }),
  );
  await inTenant(database.db, tenantId, async (tx) => {
    await seedMasterData(tx, seeded);
    await seedCharging(tx, seeded);
  });
  return seeded;
}

type Seed = {
  readonly [Key in
    | "tenantId"
    | "siteId"
    | "tariffId"
    | "tariffVersionId"
    | "chargePointId"
    | "evseId"
    | "connectorId"
    | "driverId"
    | "idTokenId"
    | "commandId"
    | "userId"
    | "apiKeyId"
    | "sessionId"
    | "brandId"
    | "secondBrandId"
    | "host"
    | "providerId"
    | "identity"
    | "token"]: string;
} & { readonly startedAt: Date; readonly transactionId: number };

async function seedMasterData(tx: Transaction, seed: Seed): Promise<void> {
  const { tenantId, chargePointId } = seed;
  await tx.insert(brand).values({ tenantId, id: seed.brandId, name: "A brand", colour: "#123456", isDefault: true });
  await tx.insert(brand).values({ tenantId, id: seed.secondBrandId, name: "Another brand", colour: "#654321" });
  await tx
    .insert(tenantDomain)
    .values({ host: seed.host, ofTenantId: tenantId, brandId: seed.brandId, proof: "x", verifiedAt: new Date() });
  const file = { contentType: "image/png", bytes: randomBytes(8), sha256: randomBytes(32) };
  await tx.insert(brandAsset).values({ tenantId, brandId: seed.brandId, kind: "logo", ...file });
  await tx.insert(mail).values({
    ...{ tenantId, id: uuidv7(), kind: "seed", recipient: "a@example.com", subject: "A mail" },
    ...{ textBody: "", htmlBody: "", state: "sent" },
  });
  await tx.insert(identityProvider).values({
    ...{ tenantId, id: seed.providerId, name: "A provider", issuer: "https://id.example", clientId: "voltplane" },
  });
  await tx
    .insert(userIdentity)
    .values({ tenantId, providerId: seed.providerId, subject: seed.userId, userId: seed.userId });
  await tx.insert(membership).values({ tenantId, userId: seed.userId, role: "owner" });
  await tx
    .insert(apiKey)
    .values({ tenantId, id: seed.apiKeyId, name: "A key", secretHash: randomBytes(32), scopes: [] });
  await tx
    .insert(idempotencyKey)
    .values({ tenantId, apiKeyId: seed.apiKeyId, key: "one", requestHash: randomBytes(32) });
  await tx.insert(auditEntry).values({
    tenantId,
    id: uuidv7(),
    actor: { kind: "system", id: "seed" },
    action: "seed",
    subjectType: "tenant",
    subjectId: tenantId,
  });
  await tx.insert(outbox).values({ tenantId, id: uuidv7(), topic: "seed", subjectId: tenantId, payload: {} });
  await tx.insert(tariff).values({ tenantId, id: seed.tariffId, name: "A tariff", currency: "EUR" });
  await tx.insert(tariffVersion).values({
    tenantId,
    id: seed.tariffVersionId,
    tariffId: seed.tariffId,
    version: 1,
    ocpi: simpleTariff(),
    sha256: randomBytes(32),
    validFrom: new Date(0),
  });
  await tx
    .insert(site)
    .values({ tenantId, id: seed.siteId, name: "A site", country: "DEU", timeZone: "Europe/Berlin" });
  await tx.insert(chargePoint).values({
    tenantId,
    id: chargePointId,
    identity: seed.identity,
    siteId: seed.siteId,
    passwordHash: randomBytes(48),
  });
  await tx.insert(evse).values({ tenantId, chargePointId, id: seed.evseId, number: 1 });
  await tx.insert(connector).values({ tenantId, chargePointId, id: seed.connectorId, evseId: seed.evseId, number: 1 });
  await tx.insert(driver).values({ tenantId, id: seed.driverId, name: "A driver", userId: seed.userId });
  await tx
    .insert(idToken)
    .values({ tenantId, id: seed.idTokenId, token: seed.token, driverId: seed.driverId, label: "A card" });
}

async function seedCharging(tx: Transaction, seed: Seed): Promise<void> {
  const { tenantId, chargePointId, startedAt, sessionId, transactionId } = seed;
  const station = { tenantId, chargePointId };
  const now = new Date();
  const digest = randomBytes(16);
  await tx.insert(command).values({
    ...station,
    id: seed.commandId,
    action: "Reset",
    request: { type: "Soft" },
    state: "accepted",
    actor: { kind: "system", id: "seed" },
  });
  await tx.insert(charging.session).values({
    ...station,
    startedAt,
    id: sessionId,
    state: "ended",
    connectorNumber: 1,
    transactionId,
    idToken: seed.token,
    idTokenId: seed.idTokenId,
    idTokenVerdict: "accepted",
    idTokenLabel: "A card",
    driverId: seed.driverId,
    driverName: "A driver",
    startRawAt: startedAt.toISOString(),
    startReceivedAt: startedAt,
    startEnergyMwh: 1_000_000n,
    energyMwh: 12_345_678n,
    endedAt: startedAt,
    endCause: "stopped",
    currency: "EUR",
    netMinor: 500n,
    vatMinor: 95n,
    grossMinor: 595n,
    priceTrace: TRACE,
    chargePointIdentity: seed.identity,
    siteId: seed.siteId,
    siteName: "A site",
    timeZone: "Europe/Berlin",
  });
  await tx.insert(charging.transactionStart).values({
    ...station,
    transactionId,
    connectorNumber: 1,
    idToken: seed.token.toLowerCase(),
    rawAt: startedAt.toISOString(),
    meterStart: "1000",
    sessionId,
    sessionStartedAt: startedAt,
  });
  await tx.insert(charging.chargingPeriod).values({
    tenantId,
    sessionStartedAt: startedAt,
    sessionId,
    number: 1,
    startedAt,
    endedAt: startedAt,
    kind: "charging",
    energyMwh: 12_345_678n,
  });
  await tx.insert(charging.meterValue).values({
    ...station,
    partitionAt: startedAt,
    subjectId: sessionId,
    digest,
    connectorNumber: 1,
    at: startedAt,
    rawAt: startedAt.toISOString(),
    receivedAt: startedAt,
    energyMwh: 1_000_000n,
    samples: [{ value: "1000" }],
  });
  await tx.insert(charging.readingIdentity).values({ ...station, digest, partitionAt: startedAt });
  await tx.insert(charging.connectorStatus).values({
    ...station,
    receivedAt: now,
    id: uuidv7(),
    connectorNumber: 1,
    status: "Available",
    errorCode: "NoError",
    at: now,
  });
  await tx.insert(powerSample).values({ tenantId, siteId: WHOLE_FLEET, at: now, powerW: 0, sessions: 0 });
  await tx.insert(charging.unmatchedStop).values({
    ...station,
    digest,
    id: uuidv7(),
    transactionId: 0,
    receivedAt: now,
    reason: "unknownTransaction",
    payload: {},
  });
  await tx.insert(charging.ocppMessage).values({
    ...station,
    at: now,
    id: uuidv7(),
    direction: "in",
    messageId: "1",
    action: "Heartbeat",
    request: {},
    response: { currentTime: now.toISOString() },
  });
}

/** A price trace of nothing, in the stored form. */
const NOTHING = { netMicros: "0", vatMicros: "0", grossMicros: "0" };
const TRACE = {
  ...{ version: 1, tariffId: "T1", currency: "EUR", exponent: 2, ...NOTHING },
  ...{ netMinor: "0", vatMinor: "0", grossMinor: "0" },
  dimensions: { energy: NOTHING, time: NOTHING, parking: NOTHING, flat: NOTHING, reservation: NOTHING },
  ...{ lines: [], vat: [], adjustments: [], flags: [] },
};
