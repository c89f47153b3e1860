import { boolean, foreignKey, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { bytea, instant, tenantId } from "./columns.ts";
import { tenant } from "./tenants.ts";

/** A tariff's name; what it costs is in its versions. */
export const tariff = pgTable(
  "tariff",
  {
    tenantId: tenantId().references(() => tenant.id),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    currency: text("currency").notNull(),
    /** The price for guests: what the law forbids of one is refused. */
    isAdHoc: boolean("is_ad_hoc").notNull().default(false),
    retiredAt: instant("retired_at"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), unique("tariff_name").on(t.tenantId, t.name)],
);

/** What a tariff costs from an instant on. Immutable: a trigger refuses every change. */
export const tariffVersion = pgTable(
  "tariff_version",
  {
    tenantId: tenantId(),
    id: uuid("id").notNull(),
    tariffId: uuid("tariff_id").notNull(),
    version: integer("version").notNull(),
    /** The OCPI 2.2.1 tariff object as it was given. */
    ocpi: jsonb("ocpi").$type<Record<string, unknown>>().notNull(),
    /** SHA-256 of the object's canonical JSON. */
    sha256: bytea("sha256").notNull(),
    /** From here on: the later of what was asked for and the object's own start_date_time. */
    validFrom: instant("valid_from").notNull(),
    /** Until just before: the object's own end_date_time; null: for good. */
    validUntil: instant("valid_until"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique("tariff_version_number").on(t.tenantId, t.tariffId, t.version),
    foreignKey({ columns: [t.tenantId, t.tariffId], foreignColumns: [tariff.tenantId, tariff.id] }),
  ],
);
