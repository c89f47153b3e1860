import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiKeyActor, contextOf, testDeps, userActor } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import { CreateChargePointInput, createChargePoint } from "../charge-point/create.ts";
import { updateChargePoint } from "../charge-point/update.ts";
import type { ServiceContext } from "../context.ts";
import { createSite } from "../site/create.ts";
import { updateSite } from "../site/update.ts";
import { assignTariff } from "./assign.ts";

let database: TestDatabase;
let mine: SeededTenant;
let operator: ServiceContext;
let both: ServiceContext;
let finance: ServiceContext;

beforeAll(async () => {
  database = await createTestDatabase();
  mine = await seedTenant(database);
  const as = (actor: ServiceContext["actor"]) => contextOf(testDeps(database), mine.tenantId, actor);
  [operator, finance] = [as(userActor("operator")), as(userActor("finance"))];
  both = as(apiKeyActor(["chargePoint.write", "tariff.write"]));
});
afterAll(() => database?.close());

type Tariff = { readonly tariffId?: string | null };
const place = { name: "S", country: "DEU", timeZone: "UTC" };
const station = (identity: string, tariff: Tariff) => CreateChargePointInput.parse({ identity, ...tariff });

const WAYS: Readonly<Record<string, (ctx: ServiceContext, tariff: Tariff) => Promise<{ tariffId: string | null }>>> = {
  "a new site": (ctx, tariff) => createSite(ctx, { ...place, ...tariff }),
  "a site": (ctx, tariff) => updateSite(ctx, { siteId: mine.siteId, name: "S", ...tariff }),
  "a new charge point": (ctx, tariff) => createChargePoint(ctx, station(crypto.randomUUID(), tariff)),
  "a charge point": (ctx, tariff) => updateChargePoint(ctx, { chargePoint: mine.identity, name: "C", ...tariff }),
};

describe.each(Object.entries(WAYS))("the tariff of %s", (_, give) => {
  test("is given only by who sets prices", async () => {
    const forbidden = { code: "forbidden", message: expect.stringContaining("tariff.write") };
    await expect(give(operator, { tariffId: mine.tariffId })).rejects.toMatchObject(forbidden);
    expect(await give(both, { tariffId: mine.tariffId })).toMatchObject({ tariffId: mine.tariffId });
  });
});

test.each(["a site", "a charge point"])("%s keeps its tariff while other things of it are changed", async (what) => {
  const give = WAYS[what] as (typeof WAYS)[string];
  await assignTariff(finance, { tariffId: mine.tariffId, target: { kind: "site", siteId: mine.siteId } });
  const chargePoint = mine.chargePointId;
  await assignTariff(finance, { tariffId: mine.tariffId, target: { kind: "chargePoint", chargePoint } });
  for (const same of [{}, { tariffId: mine.tariffId }]) {
    expect(await give(operator, same)).toMatchObject({ tariffId: mine.tariffId });
  }
  await expect(give(operator, { tariffId: null })).rejects.toMatchObject({ code: "forbidden" });
  expect(await give(both, { tariffId: null })).toMatchObject({ tariffId: null });
});
