import { eq } from "drizzle-orm";
import { toString as toQrCode } from "qrcode";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tenant, tenantDomain } from "../../../db/schema/tenants.ts";
import { contextOf, testDeps } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import { listSitePlugs } from "./list-plugs.ts";

let database: TestDatabase;
let mine: SeededTenant;
let slug: string;

beforeAll(async () => {
  database = await createTestDatabase();
  mine = await seedTenant(database);
  const [row] = await database.owner.orm.select({ slug: tenant.slug }).from(tenant).where(eq(tenant.id, mine.tenantId));
  slug = row?.slug ?? "";
});
afterAll(() => database?.close());

const INSTALLATION = "https://charging.example:8443";
const stickerAt = async (origin: string | null, home: string | null) => {
  const ctx = { ...contextOf(testDeps(database), mine.tenantId), origin, home };
  const [plug] = await listSitePlugs(ctx, { siteId: mine.siteId });
  if (!plug) throw new Error("the site has no plug");
  return plug;
};
const host = (values: Partial<typeof tenantDomain.$inferInsert>) =>
  database.owner.orm.update(tenantDomain).set(values).where(eq(tenantDomain.ofTenantId, mine.tenantId));

test("a sticker leads to the company's own host name, wherever its office is open", async () => {
  const { guestPage, qrCode } = await stickerAt(INSTALLATION, INSTALLATION);
  expect(guestPage).toMatch(new RegExp(`^https://${mine.host}:8443/c/.+`));
  expect(qrCode).toBe(await toQrCode(guestPage, { type: "svg", margin: 1 }));
  expect((await stickerAt(`https://${mine.host}`, null)).guestPage).toMatch(new RegExp(`^https://${mine.host}/c/.+`));
});

test("without a proven host name of its default brand it names the company in the path", async () => {
  await host({ verifiedAt: null });
  const { guestPage, qrCode } = await stickerAt(INSTALLATION, INSTALLATION);
  expect(guestPage).toMatch(new RegExp(`^${INSTALLATION}/t/${slug}/c/.+`));
  expect(qrCode).toBe(await toQrCode(guestPage, { type: "svg", margin: 1 }));
  await host({ verifiedAt: new Date(), brandId: mine.secondBrandId });
  expect((await stickerAt(INSTALLATION, INSTALLATION)).guestPage).toBe(guestPage);
});

test("where the installation does not know its own address there is a link and no sticker", async () => {
  const { guestPage, qrCode } = await stickerAt(null, null);
  expect(guestPage).toMatch(new RegExp(`^/t/${slug}/c/.+`));
  expect(qrCode).toBeNull();
});
