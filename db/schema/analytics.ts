import { integer, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { instant, tenantId } from "./columns.ts";

/** In place of a site: the whole company. Its rows also say when it was looked at all. */
export const WHOLE_FLEET = "00000000-0000-0000-0000-000000000000";

/** The power that a site took at a full minute; a site where nothing charged has no row. Kept three days. */
export const powerSample = pgTable(
  "power_sample",
  {
    tenantId: tenantId(),
    siteId: uuid("site_id").notNull(),
    at: instant("at").notNull(),
    /** Watts over the running sessions of connected charge points. */
    powerW: integer("power_w").notNull(),
    /** Running sessions, connected or not. */
    sessions: integer("sessions").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.siteId, t.at] })],
);
