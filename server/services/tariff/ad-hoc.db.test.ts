import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connector } from "../../../db/schema/assets.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { contextOf, testDeps, userActor } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import { simpleTariff } from "../../testing/simple-tariff.ts";
import { ListAuditInput, listAudit } from "../audit/list.ts";
import { CreateChargePointInput, createChargePoint } from "../charge-point/create.ts";
import { getChargePoint } from "../charge-point/get.ts";
import { setConnector } from "../charge-point/set-connector.ts";
import { updateChargePoint } from "../charge-point/update.ts";
import type { ServiceContext } from "../context.ts";
import { CreateSiteInput, createSite } from "../site/create.ts";
import { updateSite } from "../site/update.ts";
import { assignTariff } from "./assign.ts";
import { createTariff } from "./create.ts";
import { createTariffVersion } from "./create-version.ts";
import { getTariff } from "./get.ts";
import { getTariffUses } from "./get-uses.ts";
import { listTariffUses } from "./list-uses.ts";

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let mine: SeededTenant;
let theirs: SeededTenant;
let ctx: ServiceContext;

beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database);
  [mine, theirs] = [await seedTenant(database), await seedTenant(database)];
  ctx = contextOf(deps, mine.tenantId);
  await inTenant(database.db, mine.tenantId, (tx) =>
    tx
      .update(connector)
      .set({ maxPowerW: 150_000 })
      .where(and(eq(connector.tenantId, mine.tenantId), eq(connector.id, mine.connectorId))),
  );
});
afterAll(() => database?.close());

const energy = { type: "ENERGY", price: 0.5, vat: 19, step_size: 1 };
const perMinute = { type: "TIME", price: 6, vat: 19, step_size: 60 };
const ocpiOf = (...price_components: object[]) => simpleTariff({ elements: [{ price_components }] });
const site = () => ({ kind: "site" as const, siteId: mine.siteId });
const refusedFor = (code: string) => ({
  code: "invalid",
  details: { violations: [expect.objectContaining({ code })], issues: [expect.objectContaining({ message: code })] },
});

describe("a price for guests", () => {
  test("is refused for what the law forbids at any power, by code and field", async () => {
    const ocpi = ocpiOf({ type: "ENERGY", price: 0.5, step_size: 1 });
    await expect(createTariff(ctx, { name: "No VAT", ocpi, isAdHoc: true })).rejects.toMatchObject({
      details: { issues: [{ path: "ocpi.elements.0.price_components.0.vat", message: "vatMissing" }] },
    });
    expect(await createTariff(ctx, { name: "No VAT", ocpi })).toMatchObject({ isAdHoc: false });
  });

  test("may not be given to 150 kW with a price per minute from the start: neither by assigning nor by an update", async () => {
    const { id: tariffId } = await createTariff(ctx, { name: "Time", ocpi: ocpiOf(energy, perMinute), isAdHoc: true });
    const refused = refusedFor("timeFromStart");
    await expect(assignTariff(ctx, { tariffId, target: site() })).rejects.toMatchObject(refused);
    await expect(updateSite(ctx, { siteId: mine.siteId, tariffId })).rejects.toMatchObject(refused);
    await expect(updateChargePoint(ctx, { chargePoint: mine.identity, tariffId })).rejects.toMatchObject(refused);
    expect(await getTariffUses(ctx, { tariffId })).toMatchObject({ sites: [], chargePoints: [], maxPowerW: null });
  });

  test("forbids what would serve it unlawfully: more power, another site", async () => {
    const other = await createChargePoint(ctx, CreateChargePointInput.parse({ identity: "SLOW" }));
    await setConnector(ctx, { chargePoint: other.id, number: 1, maxPowerW: 22_000 });
    const { id: tariffId } = await createTariff(ctx, {
      ...{ name: "By time", ocpi: ocpiOf(energy, perMinute), isAdHoc: true },
    });
    await updateChargePoint(ctx, { chargePoint: other.id, tariffId });
    const refused = refusedFor("timeFromStart");
    await expect(setConnector(ctx, { chargePoint: other.id, number: 1, maxPowerW: 50_000 })).rejects.toMatchObject(
      refused,
    );
    await expect(setConnector(ctx, { chargePoint: other.id, number: 2, maxPowerW: 50_000 })).rejects.toMatchObject(
      refused,
    );
    expect((await getChargePoint(ctx, { chargePoint: other.id })).connectors).toMatchObject([{ maxPowerW: 22_000 }]);

    const place = await createSite(
      ctx,
      CreateSiteInput.parse({ name: "Slow", country: "DEU", timeZone: "Europe/Berlin", tariffId }),
    );
    await expect(updateChargePoint(ctx, { chargePoint: mine.identity, siteId: place.id })).rejects.toMatchObject(
      refused,
    );
  });

  test("is judged by what holds now and what is to come, and only where there is more power", async () => {
    const fast = await createChargePoint(ctx, CreateChargePointInput.parse({ identity: "FAST" }));
    const power = (maxPowerW: number) => setConnector(ctx, { chargePoint: fast.id, number: 1, maxPowerW });
    await power(22_000);
    const { id: tariffId } = await createTariff(ctx, {
      ...{ name: "By time until next month", ocpi: ocpiOf(energy, perMinute), isAdHoc: true },
    });
    const validFrom = new Date(deps.clock.now().getTime() + 30 * 86_400_000).toISOString();
    await createTariffVersion(ctx, { tariffId, ocpi: ocpiOf(energy), validFrom });
    await updateChargePoint(ctx, { chargePoint: fast.id, tariffId });
    await expect(power(150_000)).rejects.toMatchObject(refusedFor("timeFromStart"));
    // As it was before anybody asked.
    await database.owner.orm.update(connector).set({ maxPowerW: 150_000 }).where(eq(connector.chargePointId, fast.id));
    expect(await setConnector(ctx, { chargePoint: fast.id, number: 1, evseId: "DE*VPL*E300*1" })).toBeTruthy();
    expect(await power(100_000)).toMatchObject({ maxPowerW: 100_000 });
    await expect(power(150_000)).rejects.toMatchObject(refusedFor("timeFromStart"));
  });

  test("gets no version that its 150 kW forbid, and does not become one by a flag", async () => {
    const { id: tariffId } = await createTariff(ctx, { name: "Guests", ocpi: ocpiOf(energy) });
    await assignTariff(ctx, { tariffId, target: site() });
    expect(await getTariffUses(ctx, { tariffId })).toMatchObject({ maxPowerW: 150_000, sites: [{ id: mine.siteId }] });
    deps.clock.advance(1000);
    const ocpi = ocpiOf(energy, perMinute);
    await expect(createTariffVersion(ctx, { tariffId, ocpi, isAdHoc: true })).rejects.toMatchObject(
      refusedFor("timeFromStart"),
    );
    expect(await getTariff(ctx, { tariffId })).toMatchObject({ isAdHoc: false, latestVersion: { version: 1 } });
    await createTariffVersion(ctx, { tariffId, ocpi: ocpiOf(energy), isAdHoc: true });
    expect(await getTariff(ctx, { tariffId })).toMatchObject({ isAdHoc: true, latestVersion: { version: 2 } });
    deps.clock.advance(1000);
    await expect(createTariffVersion(ctx, { tariffId, ocpi })).rejects.toMatchObject(refusedFor("timeFromStart"));
  });
});

describe("assigning", () => {
  test("counts where a tariff is used, names who made its versions, and is audited with what was before", async () => {
    const { id: tariffId, latestVersion } = await createTariff(ctx, { name: "All", ocpi: simpleTariff() });
    await assignTariff(ctx, { tariffId, target: { kind: "tenant" } });
    await assignTariff(ctx, { tariffId, target: site() });
    await assignTariff(ctx, { tariffId, target: { kind: "chargePoint", chargePoint: mine.identity } });
    const uses = (await listTariffUses(ctx)).find((use) => use.tariffId === tariffId);
    expect(uses).toEqual({ tariffId, isDefault: true, sites: 1, chargePoints: 1, versions: 1 });
    expect(await getTariffUses(ctx, { tariffId })).toMatchObject({
      isDefault: true,
      authors: [{ versionId: latestVersion?.id, name: ctx.actor.name }],
    });
    const { items } = await listAudit(ctx, ListAuditInput.parse({}));
    const assigned = items.filter(({ action, detail }) => action === "tariff.assign" && detail?.tariffId === tariffId);
    expect(assigned.map(({ subjectType }) => subjectType).sort()).toEqual(["chargePoint", "site", "tenant"]);
  });

  test("needs tariff.write, and knows neither another tenant's tariff nor its sites", async () => {
    const own = { tariffId: mine.tariffId, target: site() };
    const viewer = contextOf(deps, mine.tenantId, userActor("viewer"));
    await expect(assignTariff(viewer, own)).rejects.toMatchObject({ code: "forbidden" });
    const missing = { code: "notFound" };
    await expect(assignTariff(ctx, { ...own, tariffId: theirs.tariffId })).rejects.toMatchObject(missing);
    const target = { kind: "site" as const, siteId: theirs.siteId };
    await expect(assignTariff(ctx, { ...own, target })).rejects.toMatchObject(missing);
    await expect(getTariffUses(ctx, { tariffId: theirs.tariffId })).rejects.toMatchObject(missing);
    expect((await listTariffUses(ctx)).map(({ tariffId }) => tariffId)).not.toContain(theirs.tariffId);
  });
});
