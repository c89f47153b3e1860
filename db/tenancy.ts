import { sql } from "drizzle-orm";
import type { PgTransaction } from "drizzle-orm/pg-core";
import type { PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import type { Database } from "./client.ts";

export type Transaction = PgTransaction<PostgresJsQueryResultHKT, Record<string, never>, Record<string, never>>;

/** Runs work in one transaction that sees the rows of one tenant and no others. */
export function inTenant<T>(db: Database, tenantId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return db.orm.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tenants', ${`{${tenantId}}`}, true)`);
    return work(tx as unknown as Transaction);
  });
}

/** Runs work that sees one person's memberships in all tenants, and nothing else that belongs to a tenant. */
export function asUser<T>(db: Database, userId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return db.orm.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.user', ${userId}, true)`);
    return work(tx as unknown as Transaction);
  });
}
