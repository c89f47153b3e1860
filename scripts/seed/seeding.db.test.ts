import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { appUser, tenant } from "../../db/schema/tenants.ts";
import { createTestDatabase, type TestDatabase } from "../../server/testing/database.ts";
import { runSeed } from "./seeding.ts";

let test_: TestDatabase;
beforeAll(async () => {
  test_ = await createTestDatabase();
  vi.stubEnv("DATABASE_URL", test_.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await test_.close();
});

const PLAN = { slug: "main", name: "Main", timeZone: "Europe/Berlin", locale: "en", colour: "#1B5FD9" };

test("a seed that is broken off leaves nothing, so that the next start seeds again", async () => {
  const brokenOff = runSeed(async (seeding) => {
    const tenantId = await seeding.createTenant(PLAN);
    await seeding.createLogin(tenantId, PLAN.slug, "owner", "Owner", "owner@localhost");
    throw new Error("interrupted");
  });
  await expect(brokenOff).rejects.toThrow("interrupted");
  expect(await test_.owner.orm.select({ id: tenant.id }).from(tenant)).toEqual([]);
  expect(await test_.owner.orm.select({ id: appUser.id }).from(appUser)).toEqual([]);

  await runSeed(async (seeding) => void (await seeding.createTenant(PLAN)));
  expect(await test_.owner.orm.select({ slug: tenant.slug }).from(tenant)).toEqual([{ slug: "main" }]);
});
