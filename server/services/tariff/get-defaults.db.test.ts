import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { site } from "../../../db/schema/assets.ts";
import { tenant } from "../../../db/schema/tenants.ts";
import { uuidv7 } from "../../core/ids.ts";
import { contextOf, testDeps, userActor } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { seedTenant } from "../../testing/seed-tenant.ts";
import { getTariffDefaults } from "./get-defaults.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());

test("a new tariff begins with the company's currency, the country of most of its sites, and that country's VAT", async () => {
  const [deps, { tenantId }] = [testDeps(database), await seedTenant(database)];
  const { orm } = database.owner;
  await orm.update(tenant).set({ currency: "CHF", timeZone: "Europe/Zurich" }).where(eq(tenant.id, tenantId));
  const told = () => getTariffDefaults(contextOf(deps, tenantId));
  expect(await told()).toEqual({ currency: "CHF", countryCode: "DE", vat: "19" });
  const dutch = { tenantId, country: "NLD", timeZone: "Europe/Amsterdam" };
  await orm.insert(site).values(["One", "Two"].map((name) => ({ ...dutch, id: uuidv7(), name })));
  expect(await told()).toEqual({ currency: "CHF", countryCode: "NL", vat: "21" });
  await orm.update(site).set({ country: "USA" }).where(eq(site.tenantId, tenantId));
  expect(await told()).toEqual({ currency: "CHF", countryCode: null, vat: null });
  await expect(getTariffDefaults(contextOf(deps, tenantId, userActor("viewer")))).rejects.toMatchObject({
    code: "forbidden",
  });
});
