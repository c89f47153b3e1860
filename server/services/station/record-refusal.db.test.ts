import { afterAll, beforeAll, expect, test } from "vitest";
import { contextOf, testDeps } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import { getChargePoint } from "../charge-point/get.ts";
import { resetChargePointPassword } from "../charge-point/reset-password.ts";
import { retireChargePoint } from "../charge-point/retire.ts";
import { admitStation } from "./admit-station.ts";
import { recordRefusal } from "./record-refusal.ts";

let database: TestDatabase;
let mine: SeededTenant;
let slug: string;
beforeAll(async () => {
  database = await createTestDatabase();
  mine = await seedTenant(database);
  const [row] = await database.owner.sql<{ slug: string }[]>`select slug from tenant where id = ${mine.tenantId}`;
  slug = row?.slug ?? "";
});
afterAll(() => database?.close());

test("a known station that is turned away is named, with the reason", async () => {
  const deps = testDeps(database);
  const ctx = contextOf(deps, mine.tenantId);
  const admit = (password: string | null, flaw: "otherIdentity" | null = null) =>
    admitStation(deps, {
      tenantSlug: slug,
      identity: mine.identity,
      password: password === null ? null : Buffer.from(password),
      flaw,
    });
  const known = { admitted: false, tenantId: mine.tenantId, chargePointId: mine.chargePointId };
  await database.owner.sql`update charge_point set password_hash = null where id = ${mine.chargePointId}`;
  expect(await admit("x")).toEqual({ ...known, reason: "passwordNotSet" });
  const { password } = await resetChargePointPassword(ctx, { chargePoint: mine.identity });
  expect(await admit(null)).toEqual({ ...known, reason: "passwordMissing" });
  expect(await admit(null, "otherIdentity")).toEqual({ ...known, reason: "otherIdentity" });
  expect(await admit("x")).toEqual({ ...known, reason: "passwordWrong" });
  expect(await admit(password)).toEqual({ ...known, admitted: true, identity: mine.identity });
  await retireChargePoint(ctx, { chargePoint: mine.identity });
  for (const any of ["x", password]) expect(await admit(any)).toEqual({ ...known, reason: "retired" });
});

test("a refusal is noted once a minute for a reason, told to screens, and read through the view", async () => {
  const deps = testDeps(database);
  const ctx = contextOf(deps, mine.tenantId);
  const station = { tenantId: mine.tenantId, chargePointId: mine.chargePointId };
  const shown = async () => (await getChargePoint(ctx, { chargePoint: mine.identity })).lastRefusal;
  const first = deps.clock.now().toISOString();
  await recordRefusal(deps, { ...station, reason: "subprotocol", detail: "offered none" });
  expect(await shown()).toEqual({ at: first, reason: "subprotocol", detail: "offered none" });
  deps.clock.advance(60_000);
  await recordRefusal(deps, { ...station, reason: "subprotocol", detail: "offered: ocpp2.0.1" });
  expect(await shown()).toMatchObject({ at: first });
  await recordRefusal(deps, { ...station, reason: "passwordWrong", detail: null });
  expect(await shown()).toMatchObject({ reason: "passwordWrong", detail: null });
  expect(deps.events.published).toMatchObject([
    { type: "chargePointChanged", cause: "refused", ...station },
    { type: "chargePointChanged", cause: "refused", ...station },
  ]);
});
