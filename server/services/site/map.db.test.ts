import { afterAll, beforeAll, expect, test } from "vitest";
import { chargePoint, connector, evse } from "../../../db/schema/assets.ts";
import { uuidv7 } from "../../core/ids.ts";
import { contextOf, testDeps } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import type { ServiceContext } from "../context.ts";
import { CreateSiteInput, createSite } from "./create.ts";
import { getSiteMap } from "./map.ts";

let database: TestDatabase;
let mine: SeededTenant;
let theirs: SeededTenant;
let ctx: ServiceContext;
let other: ServiceContext;

beforeAll(async () => {
  database = await createTestDatabase();
  const deps = testDeps(database);
  [mine, theirs] = [await seedTenant(database), await seedTenant(database)];
  [ctx, other] = [contextOf(deps, mine.tenantId), contextOf(deps, theirs.tenantId)];
});
afterAll(() => database?.close());

async function addStation(siteId: string, isOnline: boolean, statuses: readonly string[], retiredAt?: Date) {
  const { tenantId } = mine;
  const chargePointId = uuidv7();
  await database.owner.orm
    .insert(chargePoint)
    .values({ tenantId, id: chargePointId, siteId, identity: chargePointId, isOnline, retiredAt: retiredAt ?? null });
  for (const [index, status] of statuses.entries()) {
    const place = { tenantId, chargePointId, number: index + 1 };
    const evseId = uuidv7();
    await database.owner.orm.insert(evse).values({ ...place, id: evseId });
    await database.owner.orm.insert(connector).values({ ...place, id: uuidv7(), evseId, status });
  }
}

test("counts a site's connectors by family: silent stations are offline, retired ones are not counted", async () => {
  const input = { name: "AA harbour", country: "DEU", timeZone: "Europe/Berlin", latitude: 53.54, longitude: 9.98 };
  const { id } = await createSite(ctx, CreateSiteInput.parse(input));
  await addStation(id, true, ["Available", "Charging", "SuspendedEV"]);
  await addStation(id, false, ["Available"]);
  await addStation(id, true, ["Faulted"], new Date());
  const found = (await getSiteMap(ctx)).find((site) => site.id === id);
  expect(found).toMatchObject({ name: "AA harbour", latitude: 53.54, longitude: 9.98, powerW: 0 });
  expect(found?.families).toEqual({ free: 1, charging: 1, waiting: 1, fault: 0, out: 0, offline: 1 });
  expect((await getSiteMap(other)).map((site) => site.id)).not.toContain(id);
});
