import { sql } from "drizzle-orm";
import { bigint, customType, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** Raw bytes. */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

/** An instant, UTC, microseconds. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/**
 * Text folded for comparison without regard to case, kept by the database. A column, not an index on `lower(…)`: that
 * function might leak what row-level security hides, so such an index would not be used.
 */
export const folded = (name: string, of: string) =>
  text(name)
    .notNull()
    .generatedAlwaysAs(sql.raw(`lower(${of})`));

/** A 64-bit integer: energies in mWh, money in micros (millionths of the currency). */
export const int64 = (name: string) => bigint(name, { mode: "bigint" });

/** The tenant a row belongs to: the first column of every key, and what row-level security looks at. */
export const tenantId = () => uuid("tenant_id").notNull();
