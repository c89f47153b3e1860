import { sql } from "drizzle-orm";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { uuidv7 } from "../server/core/ids.ts";
import { ERROR_LOGGING } from "../server/core/logged-error.ts";
import { createTenant } from "../server/testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../server/testing/database.ts";
import { idToken } from "./schema/people.ts";
import { inTenant } from "./tenancy.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());

const SECRET = "SECRET-0815";

/** The log line of work that fails. */
async function lineOf(work: Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  const log = pino(ERROR_LOGGING, { write: (line: string) => void lines.push(line) });
  await expect(
    work.catch((error: unknown) => {
      log.error({ err: error }, "failed");
      throw error;
    }),
  ).rejects.toThrow();
  return lines.join("");
}

async function insertToken(tenantId: string, label: string): Promise<void> {
  const now = new Date();
  await inTenant(database.db, tenantId, (tx) =>
    tx.insert(idToken).values({
      ...{ tenantId, id: uuidv7(), token: SECRET, parentToken: null, status: "accepted", expiresAt: null, label },
      ...{ allowConcurrent: false, driverId: null, createdAt: now, updatedAt: now },
    }),
  );
}

test("the log of a failing query has its statement and its cause, and none of its parameters", async () => {
  const tenantId = await createTenant(database);
  const malformed = await lineOf(insertToken(tenantId, "a\u0000b"));
  expect(malformed).toContain("insert into");
  expect(JSON.parse(malformed).err.cause.code).toBe("22021");
  expect(malformed).not.toContain(SECRET);

  await insertToken(tenantId, "first");
  const twice = await lineOf(insertToken(tenantId, "second"));
  expect(JSON.parse(twice).err.cause).toMatchObject({ code: "23505", constraint_name: "id_token_token" });
  expect(twice).not.toContain(SECRET);
});

test("nor does one that PostgreSQL quotes", async () => {
  const quoted = await lineOf(database.db.orm.execute(sql`select ${SECRET}::uuid`));
  expect(quoted).toContain("invalid input syntax for type uuid");
  expect(quoted).not.toContain(SECRET);
  expect(await lineOf(database.db.sql`select ${SECRET}::text::uuid`)).not.toContain(SECRET);
});
