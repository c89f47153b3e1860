import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
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
  /** Members without a second factor are led to set one up before anything else. */
  requiresSecondFactor: boolean("requires_second_factor").notNull().default(false),
  /** What an unknown id token is answered: refused (the rule) or let charge (free-charging sites). */
  acceptUnknownIdTokens: boolean("accept_unknown_id_tokens").notNull().default(false),
  createdAt: instant("created_at").notNull().defaultNow(),
});

/** A face of the tenant: what drivers and operators see of it, and how its mails are signed. */
export const brand = pgTable(
  "brand",
  {
    tenantId: tenantId().references(() => tenant.id),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    /** `#RRGGBB` as chosen; what screens use is derived from it, so that text on it and it on the page can be read. */
    colour: text("colour").notNull(),
    /** Of the driver's pages: a bundled font's name, or `own` for the uploaded one. */
    font: text("font").notNull().default("inter"),
    /** BCP 47 tags of ours that the driver's pages offer; the first is the one without a wish. */
    languages: text("languages").array().notNull().default(sql`'{en,de,nl}'`),
    /** Who mails are from; null: the installation's own sender. */
    senderName: text("sender_name"),
    senderEmail: text("sender_email"),
    supportEmail: text("support_email"),
    supportPhone: text("support_phone"),
    imprintUrl: text("imprint_url"),
    privacyUrl: text("privacy_url"),
    termsUrl: text("terms_url"),
    /** Whoever proves a mail address may become a driver by themselves. */
    allowsSignUp: boolean("allows_sign_up").notNull().default(true),
    isDefault: boolean("is_default").notNull().default(false),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("brand_one_default").on(t.tenantId).where(sql`is_default`),
  ],
);

export const BRAND_ASSET_KINDS = ["logo", "logoDark", "icon", "font"] as const;
export type BrandAssetKind = (typeof BRAND_ASSET_KINDS)[number];

/** A brand's pictures and font: small files, read by everybody. */
export const brandAsset = pgTable(
  "brand_asset",
  {
    tenantId: tenantId(),
    brandId: uuid("brand_id").notNull(),
    kind: text("kind", { enum: BRAND_ASSET_KINDS }).notNull(),
    contentType: text("content_type").notNull(),
    bytes: bytea("bytes").notNull(),
    /** Names the file in its address, so that it may be kept for ever. */
    sha256: bytea("sha256").notNull(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.brandId, t.kind] }),
    foreignKey({ columns: [t.tenantId, t.brandId], foreignColumns: [brand.tenantId, brand.id] }).onDelete("cascade"),
  ],
);

/** A host name that shows one tenant's brand. Not under row-level security: the host is what tells the tenant. */
export const tenantDomain = pgTable("tenant_domain", {
  /** Lower case, without port. */
  host: text("host").primaryKey(),
  /** Not `tenant_id`: read before the tenant is known. */
  ofTenantId: uuid("of_tenant_id")
    .notNull()
    .references(() => tenant.id),
  brandId: uuid("brand_id").notNull(),
  /** What a DNS record must say to prove the host is theirs. */
  proof: text("proof").notNull(),
  /** Null: not proven yet, and the host shows nothing. */
  verifiedAt: instant("verified_at"),
  createdAt: instant("created_at").notNull().defaultNow(),
});

/** A person, platform-wide: one sign-in, any number of memberships. Not under row-level security. */
export const appUser = pgTable(
  "app_user",
  {
    id: uuid("id").primaryKey(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    /** Argon2id, in PHC string form; null when the person signs in elsewhere. */
    passwordHash: text("password_hash"),
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

export type AuditActor = { kind: "user" | "driver" | "apiKey" | "chargePoint" | "system"; id: string; name?: string };

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

export const MAIL_STATES = ["waiting", "sent", "failed"] as const;

/** Mails to send: written with what they are about, sent by the worker, tried again while the server of mails is away. */
export const mail = pgTable(
  "mail",
  {
    tenantId: tenantId().references(() => tenant.id),
    id: uuid("id").notNull(),
    brandId: uuid("brand_id"),
    /** What it is for: `signInLink`, `passwordReset`, `invitation`, … */
    kind: text("kind").notNull(),
    recipient: text("recipient").notNull(),
    subject: text("subject").notNull(),
    /** Emptied once it is sent: it may hold a link that opens an account. */
    textBody: text("text_body").notNull(),
    htmlBody: text("html_body").notNull(),
    state: text("state", { enum: MAIL_STATES }).notNull().default("waiting"),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: instant("next_attempt_at").notNull().defaultNow(),
    lastError: text("last_error"),
    createdAt: instant("created_at").notNull().defaultNow(),
    sentAt: instant("sent_at"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("mail_waiting").on(t.tenantId, t.nextAttemptAt).where(sql`state = 'waiting'`),
  ],
);
