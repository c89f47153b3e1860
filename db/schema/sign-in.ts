import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, instant, tenantId } from "./columns.ts";
import { appUser, type Role, tenant } from "./tenants.ts";

/*
 * What belongs to a person is the person's in every tenant: row-level security compares `user_id` with `app.user`. Tickets are
 * found by what only the mail's reader knows, before anybody is known: they have no such wall.
 */

export const SIGN_IN_METHODS = ["password", "mail", "oidc", "passkey"] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** A browser that is signed in: the cookie names it, and ending it ends the cookie. */
export const userSession = pgTable(
  "user_session",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => appUser.id, { onDelete: "cascade" }),
    method: text("method", { enum: SIGN_IN_METHODS }).notNull(),
    /** As strong as its company asks: a second factor was shown, or the company's own provider for its office vouched. */
    isStrong: boolean("is_strong").notNull().default(false),
    /** Set where a company's own identity provider vouched: it speaks for that company alone. */
    onlyTenantId: uuid("only_tenant_id").references(() => tenant.id),
    ip: text("ip"),
    userAgent: text("user_agent"),
    createdAt: instant("created_at").notNull().defaultNow(),
    lastSeenAt: instant("last_seen_at").notNull().defaultNow(),
    expiresAt: instant("expires_at").notNull(),
    endedAt: instant("ended_at"),
  },
  (t) => [index("user_session_user").on(t.userId, t.lastSeenAt)],
);

export const TICKET_KINDS = ["signIn", "passwordReset", "invitation"] as const;
export type TicketKind = (typeof TICKET_KINDS)[number];

/** A mail that opens a door once: its id is in the link, the secret too, and only the secret's hash is here. */
export const signInTicket = pgTable(
  "sign_in_ticket",
  {
    id: uuid("id").primaryKey(),
    kind: text("kind", { enum: TICKET_KINDS }).notNull(),
    /** Not `tenant_id`: read before the tenant is known. */
    ofTenantId: uuid("of_tenant_id")
      .notNull()
      .references(() => tenant.id),
    email: text("email").notNull(),
    userId: uuid("user_id").references(() => appUser.id, { onDelete: "cascade" }),
    secretHash: bytea("secret_hash").notNull(),
    /** The six digits for whoever reads the mail on another device. */
    codeHash: bytea("code_hash"),
    /** Wrong codes so far. */
    attempts: integer("attempts").notNull().default(0),
    /** Of an invitation: what the person becomes. */
    role: text("role").$type<Role>(),
    /** Where to go on afterwards: a path of ours. */
    nextPath: text("next_path"),
    createdAt: instant("created_at").notNull().defaultNow(),
    createdBy: uuid("created_by"),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [
    index("sign_in_ticket_email").on(t.ofTenantId, t.email, t.createdAt),
    index("sign_in_ticket_age").on(t.expiresAt),
  ],
);

/** A person's authenticator app (RFC 6238). */
export const totpFactor = pgTable("totp_factor", {
  userId: uuid("user_id")
    .primaryKey()
    .references(() => appUser.id, { onDelete: "cascade" }),
  /** AES-256-GCM; the key is derived from the installation's secret. */
  sealedSecret: bytea("sealed_secret").notNull(),
  /** Null until the first right code: an app that was never set up locks nobody out. */
  confirmedAt: instant("confirmed_at"),
  /** The time step of the last code that was taken: a code counts once. */
  lastStep: bigint("last_step", { mode: "number" }),
  createdAt: instant("created_at").notNull().defaultNow(),
});

/** A code that stands in for a lost second factor, once. */
export const recoveryCode = pgTable(
  "recovery_code",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => appUser.id, { onDelete: "cascade" }),
    codeHash: bytea("code_hash").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [primaryKey({ columns: [t.userId, t.codeHash] })],
);

/** A passkey (WebAuthn credential): bound to the host name it was made on. */
export const passkey = pgTable(
  "passkey",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => appUser.id, { onDelete: "cascade" }),
    /** Base64url, as browsers say it. */
    credentialId: text("credential_id").notNull(),
    publicKey: bytea("public_key").notNull(),
    counter: bigint("counter", { mode: "number" }).notNull().default(0),
    transports: text("transports").array().notNull().default(sql`'{}'`),
    /** The relying party: the host name. */
    rpId: text("rp_id").notNull(),
    name: text("name").notNull(),
    isBackedUp: boolean("is_backed_up").notNull().default(false),
    createdAt: instant("created_at").notNull().defaultNow(),
    lastUsedAt: instant("last_used_at"),
  },
  (t) => [primaryKey({ columns: [t.userId, t.credentialId] }), uniqueIndex("passkey_credential").on(t.credentialId)],
);

export const AUDIENCES = ["staff", "drivers", "all"] as const;

/** A company's own sign-in (OpenID Connect): configuration, not code. */
export const identityProvider = pgTable(
  "identity_provider",
  {
    tenantId: tenantId().references(() => tenant.id),
    id: uuid("id").notNull(),
    /** On the button. */
    name: text("name").notNull(),
    /** The issuer, whose discovery document says the rest. */
    issuer: text("issuer").notNull(),
    clientId: text("client_id").notNull(),
    /** AES-256-GCM; null for a public client (PKCE alone). */
    sealedClientSecret: bytea("sealed_client_secret"),
    scopes: text("scopes").notNull().default("openid email profile"),
    audience: text("audience", { enum: AUDIENCES }).notNull().default("staff"),
    /** The claim that holds the person's roles there, as a path: `realm_access.roles`. */
    roleClaim: text("role_claim"),
    /** Their role to ours; the strongest of those that apply counts. */
    roleMap: jsonb("role_map").$type<Record<string, Role>>().notNull().default({}),
    /** What a person without a mapped role becomes; null: is not let in. */
    defaultRole: text("default_role").$type<Role>(),
    isEnabled: boolean("is_enabled").notNull().default(true),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** Who a provider's subject is here. */
export const userIdentity = pgTable(
  "user_identity",
  {
    tenantId: tenantId(),
    providerId: uuid("provider_id").notNull(),
    subject: text("subject").notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => appUser.id, { onDelete: "cascade" }),
    createdAt: instant("created_at").notNull().defaultNow(),
    lastUsedAt: instant("last_used_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.providerId, t.subject] }),
    index("user_identity_user").on(t.tenantId, t.userId),
    foreignKey({
      columns: [t.tenantId, t.providerId],
      foreignColumns: [identityProvider.tenantId, identityProvider.id],
    }).onDelete("cascade"),
  ],
);
