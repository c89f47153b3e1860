import { boolean, foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { folded, instant, tenantId } from "./columns.ts";
import { appUser, tenant } from "./tenants.ts";

/** Who charges. */
export const driver = pgTable(
  "driver",
  {
    tenantId: tenantId().references(() => tenant.id),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    email: text("email"),
    phone: text("phone"),
    /** The person's own sign-in; null: a driver that only the office knows. */
    userId: uuid("user_id").references(() => appUser.id),
    /** May not start any more; what they charged stays theirs. */
    blockedAt: instant("blocked_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("driver_user").on(t.tenantId, t.userId),
    index("driver_name").on(t.tenantId, t.name, t.id),
  ],
);

/** A card in the hand, or what starts by the driver's app stand for at the station. */
export const ID_TOKEN_KINDS = ["card", "app"] as const;

export const ID_TOKEN_STATUSES = ["accepted", "blocked"] as const;

/** A card, an app or a contract (OCPP 1.6: id tag). Compared without regard to case (CiString20). */
export const idToken = pgTable(
  "id_token",
  {
    tenantId: tenantId().references(() => tenant.id),
    id: uuid("id").notNull(),
    token: text("token").notNull(),
    tokenKey: folded("token_key", "token"),
    /** The group: tokens of one parent may stop each other's sessions (OCPP 1.6, 3.4). */
    parentToken: text("parent_token"),
    status: text("status", { enum: ID_TOKEN_STATUSES }).notNull().default("accepted"),
    expiresAt: instant("expires_at"),
    /** May run several sessions at once; otherwise a second start is ConcurrentTx. */
    allowConcurrent: boolean("allow_concurrent").notNull().default(false),
    label: text("label"),
    kind: text("kind", { enum: ID_TOKEN_KINDS }).notNull().default("card"),
    driverId: uuid("driver_id"),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex("id_token_token").on(t.tenantId, t.tokenKey),
    index("id_token_driver").on(t.tenantId, t.driverId),
    foreignKey({ columns: [t.tenantId, t.driverId], foreignColumns: [driver.tenantId, driver.id] }),
  ],
);
