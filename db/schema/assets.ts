import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  doublePrecision,
  foreignKey,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, folded, instant, tenantId } from "./columns.ts";
import { tariff } from "./money.ts";
import { tenant } from "./tenants.ts";

/** A place with charge points (OCPI: location). */
export const site = pgTable(
  "site",
  {
    tenantId: tenantId().references(() => tenant.id),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    address: text("address"),
    postalCode: text("postal_code"),
    city: text("city"),
    /** ISO 3166-1 alpha-3, as OCPI writes it. */
    country: text("country").notNull(),
    latitude: doublePrecision("latitude"),
    longitude: doublePrecision("longitude"),
    /** IANA name: tariffs, reports and peak hours of the site are in it. */
    timeZone: text("time_zone").notNull(),
    tariffId: uuid("tariff_id"),
    /** Shown to every driver and guest; otherwise only the office sees it (a depot, a home). */
    isPublic: boolean("is_public").notNull().default(true),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.tariffId], foreignColumns: [tariff.tenantId, tariff.id] }),
  ],
);

/** Why a charge point was turned away at the door. */
export const REFUSAL_REASONS = [
  "subprotocol",
  "passwordMissing",
  "passwordMalformed",
  "otherIdentity",
  "passwordWrong",
  "passwordNotSet",
  "retired",
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export const REGISTRATIONS = ["pending", "accepted", "rejected"] as const;

/** The box (OCPP 1.6: charge point; 2.x: charging station). */
export const chargePoint = pgTable(
  "charge_point",
  {
    tenantId: tenantId().references(() => tenant.id),
    id: uuid("id").notNull(),
    /** The last part of its address, compared without regard to case. */
    identity: text("identity").notNull(),
    identityKey: folded("identity_key", "identity"),
    name: text("name"),
    siteId: uuid("site_id"),
    tariffId: uuid("tariff_id"),
    /** Salted HMAC of the Basic password's bytes; null: not provisioned yet. */
    passwordHash: bytea("password_hash"),
    /** What an operator decided: accepted stations are served, pending ones are held, rejected ones are turned away. */
    registration: text("registration", { enum: REGISTRATIONS }).notNull().default("accepted"),
    protocol: text("protocol"),
    vendor: text("vendor"),
    model: text("model"),
    serialNumber: text("serial_number"),
    firmwareVersion: text("firmware_version"),
    iccid: text("iccid"),
    imsi: text("imsi"),
    meterType: text("meter_type"),
    meterSerialNumber: text("meter_serial_number"),
    /** Raised by each accepted socket: what an older one still says is refused. */
    connectionEpoch: bigint("connection_epoch", { mode: "number" }).notNull().default(0),
    /** The node that holds the socket; null when none does. */
    connectionNode: text("connection_node"),
    isOnline: boolean("is_online").notNull().default(false),
    connectedAt: instant("connected_at"),
    disconnectedAt: instant("disconnected_at"),
    lastSeenAt: instant("last_seen_at"),
    /** The last time it was turned away at the door, and why; null: never. */
    lastRefusedAt: instant("last_refused_at"),
    lastRefusalReason: text("last_refusal_reason", { enum: REFUSAL_REASONS }),
    lastRefusalDetail: text("last_refusal_detail"),
    lastBootAt: instant("last_boot_at"),
    /** Null until the first accepted BootNotification. */
    firstBootAt: instant("first_boot_at"),
    /** Status of the whole box (connector 0). */
    status: text("status"),
    errorCode: text("error_code"),
    statusInfo: text("status_info"),
    statusAt: instant("status_at"),
    heartbeatIntervalS: integer("heartbeat_interval_s").notNull().default(300),
    /** The last GetConfiguration answer: key to value. */
    configuration: jsonb("configuration").$type<Record<string, { value: string | null; readonly: boolean }>>(),
    configurationAt: instant("configuration_at"),
    retiredAt: instant("retired_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("charge_point_identity").on(t.tenantId, t.identityKey),
    index("charge_point_site").on(t.tenantId, t.siteId),
    foreignKey({ columns: [t.tenantId, t.siteId], foreignColumns: [site.tenantId, site.id] }),
    foreignKey({ columns: [t.tenantId, t.tariffId], foreignColumns: [tariff.tenantId, tariff.id] }),
  ],
);

/** What serves one car at a time. OCPP 1.6 knows no EVSE: there each connector has its own. */
export const evse = pgTable(
  "evse",
  {
    tenantId: tenantId(),
    id: uuid("id").notNull(),
    chargePointId: uuid("charge_point_id").notNull(),
    number: integer("number").notNull(),
    /** The EVSE's public id (ISO 15118 / eMI3), where one is assigned. */
    evseId: text("evse_id"),
    /** The same without `*` and case, as people type it and addresses carry it. */
    evseKey: text("evse_key").generatedAlwaysAs(sql`lower(replace(evse_id, '*', ''))`),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique("evse_number").on(t.tenantId, t.chargePointId, t.number),
    uniqueIndex("evse_key").on(t.tenantId, t.evseKey),
    foreignKey({ columns: [t.tenantId, t.chargePointId], foreignColumns: [chargePoint.tenantId, chargePoint.id] }),
  ],
);

/** The plug, by the number the station gives it (OCPP 1.6 connectorId, from 1). */
export const connector = pgTable(
  "connector",
  {
    tenantId: tenantId(),
    id: uuid("id").notNull(),
    chargePointId: uuid("charge_point_id").notNull(),
    evseId: uuid("evse_id").notNull(),
    number: integer("number").notNull(),
    /** OCPI ConnectorType, where it is known. */
    standard: text("standard"),
    maxPowerW: integer("max_power_w"),
    /** The OCPP status as last reported; null: never. */
    status: text("status"),
    errorCode: text("error_code"),
    statusInfo: text("status_info"),
    vendorErrorCode: text("vendor_error_code"),
    /** When the station says it entered the status, and when we heard. */
    statusAt: instant("status_at"),
    statusReceivedAt: instant("status_received_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique("connector_number").on(t.tenantId, t.chargePointId, t.number),
    foreignKey({ columns: [t.tenantId, t.chargePointId], foreignColumns: [chargePoint.tenantId, chargePoint.id] }),
    foreignKey({ columns: [t.tenantId, t.evseId], foreignColumns: [evse.tenantId, evse.id] }),
  ],
);

export const COMMAND_STATES = ["queued", "sent", "accepted", "refused", "failed", "timedOut", "effective"] as const;
export type CommandState = (typeof COMMAND_STATES)[number];

/** A CALL of ours to a charge point: who asked, what was answered, what came of it. */
export const command = pgTable(
  "command",
  {
    tenantId: tenantId(),
    id: uuid("id").notNull(),
    chargePointId: uuid("charge_point_id").notNull(),
    action: text("action").notNull(),
    request: json("request").$type<Record<string, unknown>>().notNull(),
    state: text("state", { enum: COMMAND_STATES }).notNull(),
    response: json("response").$type<Record<string, unknown>>(),
    error: json("error").$type<{ code: string; description: string; details?: unknown }>(),
    actor: jsonb("actor").$type<{ kind: string; id: string; name?: string }>().notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    sentAt: instant("sent_at"),
    answeredAt: instant("answered_at"),
    /** When what was asked for was seen to happen. */
    effectiveAt: instant("effective_at"),
    /**
     * Salted HMAC of the password that the command gives the station (ChangeConfiguration of AuthorizationKey). While it is
     * here the station may connect with it; it goes when the station said no, or when it has been used.
     */
    newPasswordHash: bytea("new_password_hash"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("command_charge_point").on(t.tenantId, t.chargePointId, t.id),
    index("command_open").on(t.tenantId, t.chargePointId).where(sql`state in ('queued', 'sent', 'accepted')`),
    index("command_new_password").on(t.tenantId, t.chargePointId).where(sql`new_password_hash is not null`),
    index("command_unanswered").on(t.tenantId, t.createdAt).where(sql`state in ('queued', 'sent')`),
    foreignKey({ columns: [t.tenantId, t.chargePointId], foreignColumns: [chargePoint.tenantId, chargePoint.id] }),
  ],
);
