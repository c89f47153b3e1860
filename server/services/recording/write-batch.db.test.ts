import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../core/clock.ts";
import { uuidv7 } from "../../core/ids.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import type { Entry } from "./facts.ts";
import { createWriteBatch } from "./write-batch.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());

test("a batch that was committed, and is written again because nobody heard of it, is there once, with the answer of the second time", async () => {
  const { sql } = database.owner;
  const [tenantId, chargePointId] = [randomUUID(), randomUUID()];
  await sql`insert into tenant (id, slug, name, time_zone, currency, locale)
    values (${tenantId}, 'again', 'Again', 'UTC', 'EUR', 'en')`;
  await sql`insert into charge_point (tenant_id, id, identity, password_hash)
    values (${tenantId}, ${chargePointId}, 'CP', ${Buffer.alloc(48)})`;
  const [row] = await sql<{ epoch: string }[]>`
    select connection_epoch::text as epoch from charge_point where id = ${chargePointId}`;
  const at = new Date();
  let answers = 0;
  const status: Entry = {
    ...{ tenantId, chargePointId, epoch: Number(row?.epoch) },
    fact: {
      kind: "status",
      ...{
        connectorNumber: 1,
        isKnown: false,
        status: "Available",
        errorCode: "NoError",
        info: null,
        vendorErrorCode: null,
      },
      ...{ at, receivedAt: at },
    },
    log: {
      ...{ id: uuidv7(), direction: "in", at, messageId: "m", action: "StatusNotification", request: "{}", raw: null },
      ...{
        errorCode: null,
        errorDescription: null,
        answeredAt: at,
        quirks: [],
        response: () => JSON.stringify({ n: ++answers }),
      },
    },
  };
  const write = createWriteBatch(database.db.sql, systemClock);
  for (let count = 0; count < 2; count++) expect(await write([status])).toEqual([{ kind: "kept" }]);
  const [found] = await sql`
    select (select count(*)::int from connector_status where charge_point_id = ${chargePointId}) as statuses,
           (select count(*)::int from connector where charge_point_id = ${chargePointId}) as connectors,
           (select count(*)::int from ocpp_message where charge_point_id = ${chargePointId}) as messages,
           (select max(response::text) from ocpp_message where charge_point_id = ${chargePointId}) as answer`;
  expect(found).toEqual({ statuses: 1, connectors: 1, messages: 1, answer: '{"n":2}' });
});
