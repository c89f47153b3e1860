import { sql } from "drizzle-orm";
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, instant, tenantId } from "./columns.ts";

/** A company we host. Not under row-level security: doors look a tenant up before they know it. */
export const tenant = pgTable("tenant", {
  id: uuid("id").primaryKey(),
  slug: text("slug").notNull().unique(),
  name: text("name").notNull(),
  timeZone: text("time_zone").notNull(),
  currency: text("currency").notNull(),
  locale: text("locale").notNull(),
  /** The tariff of a session that neither its charge point nor its site says otherwise about. */
  defaultTariffId: uuid("default_tariff_id"),
  /** What an unknown id token is answered: refused (the rule) or let charge (free-charging sites). */
  acceptUnknownIdTokens: boolean("accept_unknown_id_tokens").notNull().default(false),
  createdAt: instant("created_at").notNull().defaultNow(),
});

/** A face of the tenant: name and colour; host names and the rest of the look belong to it too. */
export const brand = pgTable(
  "brand",
  {
    tenantId: tenantId(),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    colour: text("colour").notNull(),
    isDefault: boolean("is_default").notNull().default(false),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("brand_one_default").on(t.tenantId).where(sql`is_default`),
  ],
);

/** A person, platform-wide: one sign-in, any number of memberships. Not under row-level security. */
export const appUser = pgTable(
  "app_user",
  {
    id: uuid("id").primaryKey(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    /** Argon2id, in PHC string form; null when the person signs in elsewhere. */
    passwordHash: text("password_hash"),
    /** Raised to end every session of the person. */
    sessionVersion: integer("session_version").notNull().default(1),
    disabledAt: instant("disabled_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [uniqueIndex("app_user_email").on(sql`lower(${t.email})`)],
);

export const ROLES = ["owner", "operator", "finance", "support", "viewer"] as const;
export type Role = (typeof ROLES)[number];

/** What a person may do in a tenant. Readable by the tenant, and by the person across tenants. */
export const membership = pgTable(
  "membership",
  {
    tenantId: tenantId().references(() => tenant.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => appUser.id),
    role: text("role", { enum: ROLES }).notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.userId] }), index("membership_user").on(t.userId)],
);

/** A program's key. The key's text names tenant and id, so that it is found without looking into other tenants. */
export const apiKey = pgTable(
  "api_key",
  {
    tenantId: tenantId().references(() => tenant.id),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    /** SHA-256 of the secret part (256 random bits, so that no slow hash is needed). */
    secretHash: bytea("secret_hash").notNull(),
    scopes: text("scopes").array().notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
    lastUsedAt: instant("last_used_at"),
    revokedAt: instant("revoked_at"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** Answers kept for repeated POSTs with the same Idempotency-Key. */
export const idempotencyKey = pgTable(
  "idempotency_key",
  {
    tenantId: tenantId(),
    apiKeyId: uuid("api_key_id").notNull(),
    key: text("key").notNull(),
    requestHash: bytea("request_hash").notNull(),
    /** Null while the first request is still running. */
    status: integer("status"),
    headers: jsonb("headers").$type<Record<string, string>>(),
    body: text("body"),
    /** Who works on it, and when that one last said so; from then on counted, it may be taken over. */
    claim: uuid("claim").notNull().defaultRandom(),
    claimedAt: instant("claimed_at").notNull().defaultNow(),
    attempts: integer("attempts").notNull().default(1),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.apiKeyId, t.key] }),
    index("idempotency_key_age").on(t.tenantId, t.createdAt),
  ],
);

export type AuditActor = { kind: "user" | "apiKey" | "chargePoint" | "system"; id: string; name?: string };

/** Who did what, when. Append-only. */
export const auditEntry = pgTable(
  "audit_entry",
  {
    tenantId: tenantId(),
    id: uuid("id").notNull(),
    at: instant("at").notNull().defaultNow(),
    actor: jsonb("actor").$type<AuditActor>().notNull(),
    action: text("action").notNull(),
    subjectType: text("subject_type").notNull(),
    subjectId: text("subject_id").notNull(),
    detail: jsonb("detail").$type<Record<string, unknown>>(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("audit_entry_subject").on(t.tenantId, t.subjectType, t.subjectId, t.at),
  ],
);

/** Facts that must reach somebody outside, written in the transaction of the fact itself. */
export const outbox = pgTable(
  "outbox",
  {
    tenantId: tenantId(),
    id: uuid("id").notNull(),
    at: instant("at").notNull().defaultNow(),
    topic: text("topic").notNull(),
    subjectId: text("subject_id").notNull(),
    payload: jsonb("payload").$type<Record<string, unknown>>().notNull(),
    deliveredAt: instant("delivered_at"),
    attempts: integer("attempts").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("outbox_waiting").on(t.tenantId, t.at).where(sql`delivered_at is null`),
    index("outbox_delivered").on(t.tenantId, t.deliveredAt).where(sql`delivered_at is not null`),
    unique("outbox_once").on(t.tenantId, t.topic, t.subjectId),
  ],
);
