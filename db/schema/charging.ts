import { sql } from "drizzle-orm";
import {
  bigint,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, folded, instant, int64, tenantId } from "./columns.ts";

/**
 * What makes a start unique, beside the partitioned sessions: a repeated StartTransaction finds its row here and gets
 * the same transaction id. `occurrence` tells apart starts of a station without a clock, whose words are all alike.
 */
export const transactionStart = pgTable(
  "transaction_start",
  {
    tenantId: tenantId(),
    transactionId: integer("transaction_id").notNull(),
    chargePointId: uuid("charge_point_id").notNull(),
    connectorNumber: integer("connector_number").notNull(),
    /** Folded to lower case: id tags are case-insensitive. */
    idToken: text("id_token").notNull(),
    /** The station's instant: in one spelling where its clock is sound, else in its own words. */
    rawAt: text("raw_at").notNull(),
    meterStart: text("meter_start").notNull(),
    occurrence: smallint("occurrence").notNull().default(0),
    sessionId: uuid("session_id").notNull(),
    sessionStartedAt: instant("session_started_at").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.transactionId] }),
    unique("transaction_start_natural").on(
      t.tenantId,
      t.chargePointId,
      t.connectorNumber,
      t.idToken,
      t.rawAt,
      t.meterStart,
      t.occurrence,
    ),
    uniqueIndex("transaction_start_session").on(t.tenantId, t.sessionId),
  ],
);

export const SESSION_STATES = ["active", "ended"] as const;
export const END_CAUSES = ["stopped", "abandoned"] as const;

/**
 * One charging session. Partitioned by month of `startedAt`, which is fixed when the start is first accepted and is
 * also the time inside `id` (UUIDv7), so that an id alone names its partition.
 */
export const session = pgTable(
  "session",
  {
    tenantId: tenantId(),
    startedAt: instant("started_at").notNull(),
    id: uuid("id").notNull(),
    state: text("state", { enum: SESSION_STATES }).notNull(),
    chargePointId: uuid("charge_point_id").notNull(),
    connectorNumber: integer("connector_number").notNull(),
    transactionId: integer("transaction_id").notNull(),
    idToken: text("id_token").notNull(),
    idTokenKey: folded("id_token_key", "id_token"),
    idTokenId: uuid("id_token_id"),
    /** What the card was worth at the start: accepted, blocked, expired, unknown, concurrent. */
    idTokenVerdict: text("id_token_verdict").notNull(),
    driverId: uuid("driver_id"),
    reservationId: integer("reservation_id"),
    startRawAt: text("start_raw_at").notNull(),
    startReceivedAt: instant("start_received_at").notNull(),
    startEnergyMwh: int64("start_energy_mwh").notNull(),
    endedAt: instant("ended_at"),
    endCause: text("end_cause", { enum: END_CAUSES }),
    stopRawAt: text("stop_raw_at"),
    stopReceivedAt: instant("stop_received_at"),
    stopEnergyMwh: int64("stop_energy_mwh"),
    stopReason: text("stop_reason"),
    stopIdToken: text("stop_id_token"),
    /** SHA-256 (16 bytes) of the StopTransaction that ended it: the same again is a repeat, another one is kept apart. */
    stopDigest: bytea("stop_digest"),
    energyMwh: int64("energy_mwh").notNull().default(sql`0`),
    powerW: integer("power_w"),
    socPercent: integer("soc_percent"),
    lastReadingAt: instant("last_reading_at"),
    tariffId: uuid("tariff_id"),
    tariffVersionId: uuid("tariff_version_id"),
    /** Why this tariff: chargePoint, site, tenant. */
    tariffSource: text("tariff_source"),
    currency: text("currency"),
    netMicros: int64("net_micros"),
    vatMicros: int64("vat_micros"),
    grossMicros: int64("gross_micros"),
    /** What is shown and billed: the currency's minor unit, rounded once. */
    netMinor: int64("net_minor"),
    vatMinor: int64("vat_minor"),
    grossMinor: int64("gross_minor"),
    /** When energy, periods and price were last worked out from all that was heard; null: due. */
    settledAt: instant("settled_at"),
    /** How often in a row that has failed, and before when it is not tried again. */
    settleAttempts: integer("settle_attempts").notNull().default(0),
    settleAfter: instant("settle_after"),
    priceTrace: jsonb("price_trace").$type<Record<string, unknown>>(),
    /** Why a person should look before it is billed; empty when all is well. */
    suspect: text("suspect").array().notNull().default(sql`'{}'`),
    chargePointIdentity: text("charge_point_identity").notNull(),
    chargePointName: text("charge_point_name"),
    siteId: uuid("site_id"),
    siteName: text("site_name"),
    timeZone: text("time_zone").notNull(),
    evseId: text("evse_id"),
    connectorStandard: text("connector_standard"),
    driverName: text("driver_name"),
    idTokenLabel: text("id_token_label"),
    tariffName: text("tariff_name"),
    tariffVersion: integer("tariff_version"),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.startedAt, t.id] }),
    index("session_charge_point").on(t.tenantId, t.chargePointId, t.startedAt),
    // Running is said in two ways, so that either search can use its own index alone: of two that both serve, the planner
    // would take any, for it knows of no running session among millions.
    index("session_active").on(t.tenantId, t.chargePointId, t.connectorNumber).where(sql`ended_at is null`),
    index("session_unsettled").on(t.tenantId, t.startedAt).where(sql`state = 'ended' and settled_at is null`),
    index("session_id_token_active").on(t.tenantId, t.idTokenKey).where(sql`state = 'active'`),
    // What the list is searched and filtered by, newest first.
    index("session_id_token").on(t.tenantId, sql`${t.idTokenKey} text_pattern_ops`, t.startedAt),
    index("session_driver").on(t.tenantId, t.driverId, t.startedAt),
    index("session_site").on(t.tenantId, t.siteId, t.startedAt),
    index("session_suspect").on(t.tenantId, t.startedAt).where(sql`suspect <> '{}'`),
  ],
);

/** A stretch of a session with one price situation, in order. Derived when the session ends. */
export const chargingPeriod = pgTable(
  "charging_period",
  {
    tenantId: tenantId(),
    sessionStartedAt: instant("session_started_at").notNull(),
    sessionId: uuid("session_id").notNull(),
    number: integer("number").notNull(),
    startedAt: instant("started_at").notNull(),
    endedAt: instant("ended_at").notNull(),
    kind: text("kind", { enum: ["charging", "parking"] }).notNull(),
    energyMwh: int64("energy_mwh").notNull(),
    powerW: integer("power_w"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.sessionStartedAt, t.sessionId, t.number] })],
);

/**
 * What a meter said at one instant: the sampled values as they came, and what we read out of them. `subjectId` is the
 * session, or the charge point for readings outside of one. `partitionAt` is the session's start, or the first
 * acceptance; never the station's clock. The digest is of the station's own words, so that a repeat is the same row.
 */
export const meterValue = pgTable(
  "meter_value",
  {
    tenantId: tenantId(),
    partitionAt: instant("partition_at").notNull(),
    subjectId: uuid("subject_id").notNull(),
    digest: bytea("digest").notNull(),
    chargePointId: uuid("charge_point_id").notNull(),
    connectorNumber: integer("connector_number").notNull(),
    /** As the station said it; null when it said none. */
    transactionId: bigint("transaction_id", { mode: "number" }),
    at: instant("at").notNull(),
    rawAt: text("raw_at").notNull(),
    receivedAt: instant("received_at").notNull(),
    energyMwh: int64("energy_mwh"),
    /** Of how many phases the register is the sum; null: the meter's own total. */
    energyPhases: smallint("energy_phases"),
    powerW: integer("power_w"),
    currentMa: integer("current_ma"),
    socPercent: integer("soc_percent"),
    samples: json("samples").$type<readonly Record<string, unknown>[]>().notNull(),
    flags: text("flags").array(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.partitionAt, t.subjectId, t.digest] }),
    /** Readings that named no transaction: few, and asked for by time. */
    index("meter_value_loose").on(t.tenantId, t.subjectId, t.at).where(sql`coalesce(transaction_id, 0) <= 0`),
  ],
);

/** Each StatusNotification, in the order heard. Connector 0 is the whole box. */
export const connectorStatus = pgTable(
  "connector_status",
  {
    tenantId: tenantId(),
    chargePointId: uuid("charge_point_id").notNull(),
    receivedAt: instant("received_at").notNull(),
    id: uuid("id").notNull(),
    connectorNumber: integer("connector_number").notNull(),
    status: text("status").notNull(),
    errorCode: text("error_code").notNull(),
    info: text("info"),
    vendorErrorCode: text("vendor_error_code"),
    /** The station's own instant, judged; the arrival where it gave none. */
    at: instant("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.chargePointId, t.receivedAt, t.id] })],
);

/** The partition instant of readings outside a session, fixed at first acceptance. Kept 100 days. */
export const readingIdentity = pgTable(
  "reading_identity",
  {
    tenantId: tenantId(),
    chargePointId: uuid("charge_point_id").notNull(),
    digest: bytea("digest").notNull(),
    partitionAt: instant("partition_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.chargePointId, t.digest] })],
);

export const UNMATCHED_STOP_REASONS = ["unknownTransaction", "alreadyStopped", "guessed"] as const;

/**
 * A StopTransaction that ended nothing: unknown, foreign or already stopped transaction; or one that named none and ended
 * the session that it fits (guessed). Kept for repair.
 */
export const unmatchedStop = pgTable(
  "unmatched_stop",
  {
    tenantId: tenantId(),
    chargePointId: uuid("charge_point_id").notNull(),
    digest: bytea("digest").notNull(),
    id: uuid("id").notNull(),
    transactionId: bigint("transaction_id", { mode: "number" }).notNull(),
    receivedAt: instant("received_at").notNull(),
    reason: text("reason", { enum: UNMATCHED_STOP_REASONS }).notNull(),
    payload: json("payload").$type<Record<string, unknown>>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.chargePointId, t.digest] }),
    index("unmatched_stop_received").on(t.tenantId, t.receivedAt, t.id),
  ],
);

/** One exchange with a charge point: a CALL and its answer, or a frame that could not be understood. */
export const ocppMessage = pgTable(
  "ocpp_message",
  {
    tenantId: tenantId(),
    chargePointId: uuid("charge_point_id").notNull(),
    /** When it was received or sent, by our clock: the partition instant. */
    at: instant("at").notNull(),
    id: uuid("id").notNull(),
    direction: text("direction", { enum: ["in", "out"] }).notNull(),
    messageId: text("message_id"),
    action: text("action"),
    request: json("request").$type<unknown>(),
    /** The frame itself, where it was not a CALL that could be read. */
    raw: text("raw"),
    response: json("response").$type<unknown>(),
    /** The CALLERROR code, ours or the station's; `timeout` and `disconnected` for a CALL of ours without answer. */
    errorCode: text("error_code"),
    errorDescription: text("error_description"),
    answeredAt: instant("answered_at"),
    /** Named deviations that were understood all the same. */
    quirks: text("quirks").array(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.chargePointId, t.at, t.id] })],
);
