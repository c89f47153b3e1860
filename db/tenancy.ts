import { sql } from "drizzle-orm";
import type { PgTransaction } from "drizzle-orm/pg-core";
import type { PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import type { TransactionSql } from "postgres";
import type { Database, PlainSql } from "./client.ts";

export type Transaction = PgTransaction<PostgresJsQueryResultHKT, Record<string, never>, Record<string, never>>;

/** Runs work in one transaction that sees the rows of one tenant and no others. */
export function inTenant<T>(db: Database, tenantId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return db.orm.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tenants', ${`{${tenantId}}`}, true)`);
    return work(tx as unknown as Transaction);
  });
}

/** A transaction of postgres.js itself, for statements that the query builder cannot say. */
export type PlainTransaction = TransactionSql<{ bigint: bigint }>;

/** Runs statements in one transaction that sees the rows of several tenants: what many of them asked is done as one. */
export function inTenants<T>(
  sql: PlainSql,
  tenantIds: readonly string[],
  work: (tx: PlainTransaction) => Promise<T>,
): Promise<T> {
  return sql.begin(async (tx) => {
    // Sent before the work's first statement, not awaited: they share a round trip. Queries are lazy without `execute`.
    const scoped = tx`select set_config('app.tenants', ${`{${[...new Set(tenantIds)].join(",")}}`}, true)`.execute();
    const [, result] = await Promise.all([scoped, work(tx)]);
    return result;
  }) as Promise<T>;
}

/** Runs work that sees one person's memberships in all tenants, and nothing else that belongs to a tenant. */
export function asUser<T>(db: Database, userId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return db.orm.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.user', ${userId}, true)`);
    return work(tx as unknown as Transaction);
  });
}
