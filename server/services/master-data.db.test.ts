import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { uuidv7 } from "../core/ids.ts";
import { contextOf, testDeps, userActor } from "../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { type SeededTenant, seedTenant } from "../testing/seed-tenant.ts";
import { simpleTariff } from "../testing/simple-tariff.ts";
import { ListAuditInput, listAudit } from "./audit/list.ts";
import { updateChargePoint } from "./charge-point/update.ts";
import { findTariffs } from "./charging/find-tariff.ts";
import type { ServiceContext } from "./context.ts";
import { CreateIdTokenInput, createIdToken } from "./id-token/create.ts";
import { deleteIdToken } from "./id-token/delete.ts";
import { getIdToken } from "./id-token/get.ts";
import { ListIdTokensInput, listIdTokens } from "./id-token/list.ts";
import { updateIdToken } from "./id-token/update.ts";
import { createSite, SiteFields } from "./site/create.ts";
import { getSite } from "./site/get.ts";
import { ListSitesInput, listSites } from "./site/list.ts";
import { updateSite } from "./site/update.ts";
import { createTariff } from "./tariff/create.ts";
import { createTariffVersion } from "./tariff/create-version.ts";
import { getTariff } from "./tariff/get.ts";
import { ListTariffsInput, listTariffs } from "./tariff/list.ts";
import { ListTariffVersionsInput, listTariffVersions } from "./tariff/list-versions.ts";
import { retireTariff } from "./tariff/retire.ts";

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
});
afterAll(() => database?.close());
const as = (role: Parameters<typeof userActor>[0]) => contextOf(deps, mine.tenantId, userActor(role));

describe("id tokens", () => {
  test("are made, found, changed and blocked for good", async () => {
    const made = await createIdToken(ctx, { token: "04A2B3C4", label: "Blue card", driverId: mine.driverId });
    expect(made).toMatchObject({ token: "04A2B3C4", status: "accepted", allowConcurrent: false });
    expect((await listIdTokens(ctx, ListIdTokensInput.parse({ search: "blue" }))).items).toEqual([made]);
    const expiresAt = "2027-01-01T00:00:00.000Z";
    expect(await updateIdToken(ctx, { idTokenId: made.id, expiresAt })).toMatchObject({
      expiresAt,
      label: "Blue card",
    });
    expect(await updateIdToken(ctx, { idTokenId: made.id, expiresAt: null })).toMatchObject({ expiresAt: null });
    expect(await deleteIdToken(ctx, { idTokenId: made.id })).toMatchObject({ status: "blocked" });
    expect(await getIdToken(ctx, { idTokenId: made.id })).toMatchObject({ status: "blocked" });
  });

  test("are unique whatever the case of their letters (CiString20), within the tenant", async () => {
    await createIdToken(ctx, { token: "ABCDEF" });
    await expect(createIdToken(ctx, { token: "abcdef" })).rejects.toMatchObject({ code: "conflict" });
    await createIdToken(contextOf(deps, theirs.tenantId), { token: "abcdef" });
    expect(CreateIdTokenInput.safeParse({ token: "x".repeat(21) }).success).toBe(false);
  });

  test("of another tenant are unknown, and so are its drivers", async () => {
    const idTokenId = theirs.idTokenId;
    await expect(getIdToken(ctx, { idTokenId })).rejects.toMatchObject({ code: "notFound" });
    await expect(updateIdToken(ctx, { idTokenId, label: "x" })).rejects.toMatchObject({ code: "notFound" });
    await expect(deleteIdToken(ctx, { idTokenId })).rejects.toMatchObject({ code: "notFound" });
    await expect(createIdToken(ctx, { token: "NEW", driverId: theirs.driverId })).rejects.toMatchObject({
      code: "invalid",
    });
  });

  test("need their permissions", async () => {
    const idTokenId = mine.idTokenId;
    await expect(getIdToken(as("viewer"), { idTokenId })).rejects.toMatchObject({ code: "forbidden" });
    await expect(listIdTokens(as("viewer"), ListIdTokensInput.parse({}))).rejects.toMatchObject({ code: "forbidden" });
    await expect(createIdToken(as("finance"), { token: "N" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(updateIdToken(as("support"), { idTokenId })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("tariffs", () => {
  test("keep their versions as they were given", async () => {
    const ocpi = simpleTariff({ vendor_field: [1, { b: 2, a: 1 }] });
    const made = await createTariff(ctx, { name: "Day", ocpi });
    expect(made).toMatchObject({ currency: "EUR", latestVersion: { version: 1, ocpi } });
    deps.clock.advance(1000);
    const second = await createTariffVersion(ctx, { tariffId: made.id, ocpi: { ...ocpi, id: "T2" } });
    expect(second).toMatchObject({ version: 2, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(second.sha256).not.toBe(made.latestVersion?.sha256);
    const versions = await listTariffVersions(ctx, ListTariffVersionsInput.parse({ tariffId: made.id, limit: 1 }));
    expect(versions.items).toEqual([second]);
    const older = await listTariffVersions(
      ctx,
      ListTariffVersionsInput.parse({ tariffId: made.id, cursor: versions.nextCursor }),
    );
    expect(older).toEqual({ items: [made.latestVersion], nextCursor: null });
    expect(await getTariff(ctx, { tariffId: made.id })).toMatchObject({ latestVersion: { version: 2 } });
  });

  test("have one digest for one meaning, whatever the order of keys", async () => {
    const one = await createTariff(ctx, { name: "Order 1", ocpi: simpleTariff() });
    const reversed = Object.fromEntries(Object.entries(simpleTariff()).reverse());
    const two = await createTariff(ctx, { name: "Order 2", ocpi: reversed });
    expect(two.latestVersion?.sha256).toBe(one.latestVersion?.sha256);
  });

  test("that OCPI does not allow are invalid, with the field", async () => {
    await expect(createTariff(ctx, { name: "Bad", ocpi: simpleTariff({ elements: [] }) })).rejects.toMatchObject({
      code: "invalid",
      details: { issues: [{ path: "ocpi.elements" }] },
    });
    await expect(
      createTariffVersion(ctx, { tariffId: mine.tariffId, ocpi: simpleTariff({ currency: "CHF" }) }),
    ).rejects.toMatchObject({ code: "invalid", details: { issues: [{ path: "ocpi.currency" }] } });
    await expect(
      createTariffVersion(ctx, {
        tariffId: mine.tariffId,
        ocpi: simpleTariff(),
        validFrom: new Date(0).toISOString(),
      }),
    ).rejects.toMatchObject({ code: "invalid", details: { issues: [{ path: "validFrom" }] } });
    await expect(createTariff(ctx, { name: "A tariff", ocpi: simpleTariff() })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  describe("with a period of their own", () => {
    const at = (text: string) => new Date(text);
    const holding = async (instant: string) => {
      const request = { tenantId: mine.tenantId, chargePointId: mine.chargePointId, at: at(instant) };
      const [found] = await findTariffs(database.db.sql, [request]);
      return found?.tariffVersionId ?? null;
    };

    test("hold from the later of validFrom and start_date_time, until end_date_time", async () => {
      const ocpi = simpleTariff({ start_date_time: "2031-01-01T00:00:00", end_date_time: "2031-02-01T00:00:00Z" });
      const made = await createTariff(ctx, { name: "January", ocpi, validFrom: "2030-06-01T00:00:00Z" });
      expect(made.latestVersion).toMatchObject({
        validFrom: "2031-01-01T00:00:00.000Z", // without a zone it is UTC
        validUntil: "2031-02-01T00:00:00.000Z",
        ocpi,
      });
      await updateChargePoint(ctx, { chargePoint: mine.identity, tariffId: made.id });
      const versionId = made.latestVersion?.id;
      expect(await holding("2030-12-31T23:59:59.999Z")).toBeNull();
      expect(await holding("2031-01-01T00:00:00Z")).toBe(versionId);
      expect(await holding("2031-01-31T23:59:59.999Z")).toBe(versionId);
      expect(await holding("2031-02-01T00:00:00Z")).toBeNull();
      const later = await createTariff(ctx, { name: "Mid", ocpi, validFrom: "2031-01-15T00:00:00Z" });
      expect(later.latestVersion).toMatchObject({ validFrom: "2031-01-15T00:00:00.000Z" });
    });

    test("give way to the version before when they end", async () => {
      const { id: tariffId, latestVersion: always } = await createTariff(ctx, {
        name: "Summer prices",
        ocpi: simpleTariff(),
        validFrom: "2032-01-01T00:00:00Z",
      });
      const ocpi = simpleTariff({ start_date_time: "2032-06-01T00:00:00Z", end_date_time: "2032-09-01T00:00:00Z" });
      const summer = await createTariffVersion(ctx, { tariffId, ocpi });
      expect(always).toMatchObject({ validUntil: null });
      await updateChargePoint(ctx, { chargePoint: mine.identity, tariffId });
      expect(await holding("2032-05-01T00:00:00Z")).toBe(always?.id);
      expect(await holding("2032-07-01T00:00:00Z")).toBe(summer.id);
      expect(await holding("2032-10-01T00:00:00Z")).toBe(always?.id);
      const { items } = await listTariffVersions(ctx, ListTariffVersionsInput.parse({ tariffId }));
      expect(items.map(({ validUntil }) => validUntil)).toEqual(["2032-09-01T00:00:00.000Z", null]);
    });

    test("are told as the one that holds now and the newest, which may be planned or over", async () => {
      const now = deps.clock.now().getTime();
      const inHours = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
      const { id: tariffId, ...made } = await createTariff(ctx, { name: "Planned", ocpi: simpleTariff() });
      expect(made.currentVersion).toEqual(made.latestVersion);
      const ocpi = simpleTariff({ end_date_time: `${inHours(2).slice(0, 19)}Z` });
      await createTariffVersion(ctx, { tariffId, ocpi, validFrom: inHours(1) });
      const told = async (hours: number) => {
        const later = { ...ctx, clock: { now: () => new Date(now + hours * 3_600_000) } };
        const { latestVersion, currentVersion } = await getTariff(later, { tariffId });
        const { items } = await listTariffs(later, ListTariffsInput.parse({ limit: 500 }));
        expect(items.find(({ id }) => id === tariffId)?.currentVersion).toEqual(currentVersion);
        return [currentVersion?.version, latestVersion?.version];
      };
      expect([await told(0), await told(1), await told(2)]).toEqual([
        [1, 2],
        [2, 2],
        [1, 2],
      ]);
      const future = await createTariff(ctx, { name: "Not yet", ocpi: simpleTariff(), validFrom: inHours(1) });
      expect(future).toMatchObject({ currentVersion: null, latestVersion: { version: 1 } });
    });

    test.each([
      [{ start_date_time: "2031-02-01T00:00:00Z", end_date_time: "2031-01-01T00:00:00Z" }, undefined],
      [{ start_date_time: "2031-01-01T00:00:00Z", end_date_time: "2031-01-01T00:00:00" }, undefined],
      [{ end_date_time: "2031-01-01T00:00:00Z" }, "2031-01-01T00:00:00Z"],
      [{ end_date_time: "2020-01-01T00:00:00Z" }, undefined],
    ])("that end before they begin are invalid: %j from %s", async (period, validFrom) => {
      const refused = { code: "invalid", details: { issues: [{ path: "ocpi.end_date_time" }] } };
      const ocpi = simpleTariff(period);
      await expect(createTariff(ctx, { name: "Never", ocpi, validFrom })).rejects.toMatchObject(refused);
      await expect(createTariffVersion(ctx, { tariffId: mine.tariffId, ocpi, validFrom })).rejects.toMatchObject(
        refused,
      );
    });
  });

  test("get consecutive versions from parallel writers", async () => {
    const { id: tariffId } = await createTariff(ctx, { name: "Parallel", ocpi: simpleTariff() });
    const base = deps.clock.now().getTime();
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map((n) =>
        createTariffVersion(ctx, {
          tariffId,
          ocpi: simpleTariff(),
          validFrom: new Date(base + n * 1000).toISOString(),
        }),
      ),
    );
    // One that comes after a later one is refused; no number is given twice.
    const numbers = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value.version] : []));
    expect(numbers.sort()).toEqual([2, 3, 4].slice(0, numbers.length));
  });

  test("are retired only when nothing uses them", async () => {
    const { id: tariffId } = await createTariff(ctx, { name: "Old", ocpi: simpleTariff() });
    await updateChargePoint(ctx, { chargePoint: mine.identity, tariffId });
    await expect(retireTariff(ctx, { tariffId })).rejects.toMatchObject({ code: "conflict" });
    await updateChargePoint(ctx, { chargePoint: mine.identity, tariffId: null });
    const retired = await retireTariff(ctx, { tariffId });
    expect(retired.retiredAt).not.toBeNull();
    expect(await retireTariff(ctx, { tariffId })).toEqual(retired);
    await expect(updateChargePoint(ctx, { chargePoint: mine.identity, tariffId })).rejects.toMatchObject({
      code: "invalid",
    });
    const names = async (retired: boolean) =>
      (await listTariffs(ctx, ListTariffsInput.parse({ retired }))).items.map(({ name }) => name);
    expect(await names(false)).not.toContain("Old");
    expect(await names(true)).toContain("Old");
  });

  test("of another tenant are unknown, and writing needs the permission", async () => {
    const { tariffId } = theirs;
    await expect(getTariff(ctx, { tariffId })).rejects.toMatchObject({ code: "notFound" });
    await expect(retireTariff(ctx, { tariffId })).rejects.toMatchObject({ code: "notFound" });
    await expect(createTariffVersion(ctx, { tariffId, ocpi: simpleTariff() })).rejects.toMatchObject({
      code: "notFound",
    });
    await expect(listTariffVersions(ctx, ListTariffVersionsInput.parse({ tariffId }))).rejects.toMatchObject({
      code: "notFound",
    });
    await expect(createTariff(as("operator"), { name: "N", ocpi: simpleTariff() })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("sites", () => {
  const berlin = { name: "Berlin", country: "DEU", timeZone: "Europe/Berlin" };

  test("are made, changed and listed in order", async () => {
    const made = await createSite(ctx, berlin);
    expect(await updateSite(ctx, { siteId: made.id, city: "Berlin" })).toEqual({ ...made, city: "Berlin" });
    expect(await getSite(ctx, { siteId: made.id })).toMatchObject({ city: "Berlin" });
    const first = await listSites(ctx, ListSitesInput.parse({ limit: 1 }));
    const second = await listSites(ctx, ListSitesInput.parse({ limit: 1, cursor: first.nextCursor }));
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(["A site", "Berlin"]);
  });

  test.each([{ country: "de" }, { timeZone: "Mars/Olympus" }, { latitude: 91 }, { more: 1 }])(
    "%o is invalid",
    (change) => expect(SiteFields.safeParse({ ...berlin, ...change }).success).toBe(false),
  );

  test("of another tenant are unknown, and writing needs the permission", async () => {
    await expect(getSite(ctx, { siteId: theirs.siteId })).rejects.toMatchObject({ code: "notFound" });
    await expect(updateSite(ctx, { siteId: theirs.siteId, name: "x" })).rejects.toMatchObject({ code: "notFound" });
    await expect(createSite(ctx, { ...berlin, tariffId: theirs.tariffId })).rejects.toMatchObject({ code: "invalid" });
    await expect(createSite(as("viewer"), berlin)).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("the audit shows who did what, to who may see it", async () => {
  const { id } = await createSite(ctx, { name: "Audited", country: "DEU", timeZone: "UTC" });
  const { items } = await listAudit(ctx, ListAuditInput.parse({ subjectType: "site", subjectId: id }));
  expect(items).toMatchObject([{ action: "site.create", actor: { kind: "user", name: "A owner" } }]);
  const first = await listAudit(ctx, ListAuditInput.parse({ limit: 1 }));
  const second = await listAudit(ctx, ListAuditInput.parse({ limit: 1, cursor: first.nextCursor }));
  expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
  await expect(listAudit(as("operator"), ListAuditInput.parse({}))).rejects.toMatchObject({ code: "forbidden" });
  expect((await listAudit(ctx, ListAuditInput.parse({ subjectId: uuidv7() }))).items).toEqual([]);
});
