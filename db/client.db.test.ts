import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../server/testing/database.ts";
import { openSql, type PlainSql } from "./client.ts";

let database: TestDatabase;
let sql: PlainSql;
beforeAll(async () => {
  database = await createTestDatabase();
  sql = openSql({ url: database.url, max: 1, applicationName: "test-client", role: "voltplane_app" });
});
afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await database?.close();
});

test.each<[string, () => unknown]>([
  ["asks on", () => null],
  ["ends", () => "result"],
  [
    "fails of something else",
    () => {
      throw new Error("something else");
    },
  ],
])("a transaction whose connection dies between two statements, and which then %s, is lost alone", async (_, then) => {
  const lost = sql.begin(async (tx) => {
    await tx`set local idle_in_transaction_session_timeout = '30ms'`;
    await sleep(150);
    return then() ?? tx`select 1`;
  });
  await expect(lost).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  await sleep(150);
  // The pool has one connection, so it has come back.
  expect(await sql.begin((tx) => tx`select 1 as one`)).toMatchObject([{ one: 1 }]);
});
