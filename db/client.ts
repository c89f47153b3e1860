import { connect as connectTcp } from "node:net";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres, { type Sql } from "postgres";

/** A check searches the built pages for this text: no page may carry the database client. */
export const DB_CLIENT_MARKER = "voltplane:db-client-marker";

export type PlainSql = Sql<{ bigint: bigint }>;

export type Database = {
  /** postgres.js, for statements that the query builder cannot say. Shared with it: instants come as text here. */
  readonly sql: PlainSql;
  readonly orm: PostgresJsDatabase;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  readonly url: string;
  /** Connections of the pool. */
  readonly max: number;
  readonly applicationName: string;
  /** The owner migrates; the product runs as `voltplane_app`, for which row-level security holds. */
  readonly role: "owner" | "voltplane_app";
};

/** Opens a pool with both ways of asking; the first query connects. */
export function openDatabase(options: DatabaseOptions): Database {
  const sql = openSql(options);
  return { sql, orm: drizzle(sql), close: () => sql.end({ timeout: 5 }) };
}

/** Opens a pool of postgres.js alone: instants are dates, 64-bit integers are bigint. */
export function openSql(options: DatabaseOptions): PlainSql {
  const { hostname, port } = new URL(options.url);
  return postgres(options.url, {
    max: options.max,
    idle_timeout: 0,
    connect_timeout: 5,
    // Notices go nowhere: DDL of the partition function speaks at each start.
    onnotice: () => {},
    types: { bigint: postgres.BigInt },
    connection: {
      application_name: options.applicationName,
      ...(options.role === "owner" ? {} : { role: options.role }),
    },
    // Without noDelay, small pipelined writes wait for the other side's delayed acknowledgement (about 40 ms).
    socket: () =>
      new Promise((resolve, reject) => {
        const socket = connectTcp({
          host: hostname.replace(/^\[|\]$/g, ""),
          port: Number(port || 5432),
          noDelay: true,
        });
        socket.once("connect", () => resolve(socket));
        socket.once("error", reject);
      }),
  } as postgres.Options<{ bigint: postgres.PostgresType<bigint> }>);
}
