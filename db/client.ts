import { connect as connectTcp } from "node:net";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres, { type Sql } from "postgres";

/** A check searches the built pages for this text: no page may carry the database client. In use, so that it is not dropped. */
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
  /** Settings of every session of the pool. */
  readonly settings?: Readonly<Record<string, string>>;
};

/**
 * For pools that only ever look rows up by key: one plan for batches of all sizes, and that by index. Left to itself the
 * planner would read a whole table for a few hundred keys when that looks cheaper, and tables grow faster than what it
 * knows of them.
 */
export const BY_KEY_ONLY: Readonly<Record<string, string>> = {
  plan_cache_mode: "force_generic_plan",
  enable_seqscan: "off",
  enable_hashjoin: "off",
  enable_mergejoin: "off",
  enable_material: "off",
};

/** Opens a pool with both ways of asking; the first query connects. */
export function openDatabase(options: DatabaseOptions): Database {
  const sql = openSql(options);
  return { sql, orm: drizzle(sql), close: () => sql.end({ timeout: 5 }) };
}

/** Opens a pool of postgres.js alone: instants are dates, 64-bit integers are bigint. */
export function openSql(options: DatabaseOptions): PlainSql {
  const { hostname, port } = new URL(options.url);
  const sql = postgres(options.url, {
    max: options.max,
    idle_timeout: 0,
    connect_timeout: 5,
    // Seconds until a lost connection is tried again. Left to itself the pool waits up to twenty, and requests with it.
    backoff: () => 0.25 + Math.random() / 4,
    // Notices go nowhere: DDL of the partition function speaks at each start.
    onnotice: () => {},
    types: { bigint: postgres.BigInt },
    connection: {
      application_name: options.applicationName,
      ...(options.role === "owner" ? {} : { role: options.role }),
      ...options.settings,
    },
    // Without noDelay, small pipelined writes wait for the other side's delayed acknowledgement (about 40 ms). The socket
    // is handed over while it still connects: one that rejected here would be lost to the pool for ever.
    socket: () => connectTcp({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 5432), noDelay: true }),
  } as postgres.Options<{ bigint: postgres.PostgresType<bigint> }>);
  return withSafeTransactions(sql);
}

/** Failures after which the connection is gone, or is about to be closed by the server. */
const LOST = new Set([
  ...["CONNECTION_CLOSED", "CONNECTION_DESTROYED", "CONNECTION_ENDED", "ECONNRESET", "EPIPE", "ETIMEDOUT"],
  ...["57P01", "57P02", "57P03", "08000", "08003", "08006"],
]);

function isConnectionLost(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (LOST.has(String((cause as { code?: unknown }).code))) return true;
  }
  return false;
}

/**
 * When a transaction's connection is lost, postgres.js still sends the next statement, a commit or a rollback on the dead
 * connection: an exception that nobody can catch, and a connection that never comes back to the pool. So from then on nothing
 * is sent, and such a callback never ends; the transaction is rejected all the same, by the close of its connection.
 */
function withSafeTransactions(sql: PlainSql): PlainSql {
  const begin = sql.begin.bind(sql) as (...args: unknown[]) => Promise<unknown>;
  const safeBegin = (...args: readonly unknown[]) => {
    const work = args.at(-1) as (tx: object) => unknown;
    let isOver = false;
    const safely = async (tx: object) => {
      try {
        const result = await work(sendingUntil(() => isOver, tx));
        if (!isOver) return result;
      } catch (error) {
        if (!isOver && !isConnectionLost(error)) throw error;
      }
      return new Promise(() => {});
    };
    return begin(...args.slice(0, -1), safely).finally(() => {
      isOver = true;
    });
  };
  return Object.assign(sql, { begin: safeBegin as typeof sql.begin, marker: DB_CLIENT_MARKER });
}

/** The same transaction, which refuses to send anything once it is over. */
function sendingUntil<T extends object>(isOver: () => boolean, tx: T): T {
  const check = () => {
    if (isOver()) throw Object.assign(new Error("the transaction is over"), { code: "CONNECTION_CLOSED" });
  };
  return new Proxy(tx, {
    apply: (target, self, args) => {
      check();
      return Reflect.apply(target as (...args: unknown[]) => unknown, self, args);
    },
    get: (target, name) => {
      check();
      return Reflect.get(target, name);
    },
  });
}
