import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { drawIcon } from "../../brand/draw-icon.ts";
import { contextOf, testDeps, userActor } from "../../testing/context.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { type SeededTenant, seedTenant } from "../../testing/seed-tenant.ts";
import { createBrandFileDoor } from "../../transport/brand/files.ts";
import { deleteBrand } from "./delete.ts";
import { addDomain, DomainInput, verifyDomain } from "./domains.ts";
import { createFaces } from "./find-face.ts";
import { getBrand } from "./list.ts";
import { MOST_BYTES, removeBrandAsset, setBrandAsset } from "./set-asset.ts";
import { UpdateBrandInput, updateBrand } from "./update.ts";

let database: TestDatabase;
let deps: ReturnType<typeof testDeps>;
let mine: SeededTenant;
let theirs: SeededTenant;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  deps = testDeps(database);
  [mine, theirs] = [await seedTenant(database), await seedTenant(database)];
});
afterAll(() => database?.close());

const ctxOf = ({ tenantId }: SeededTenant) => contextOf(deps, tenantId);
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString("base64");
const ICON = drawIcon(512, { ground: "#000000", ink: "#ffffff" });

describe("a brand", () => {
  test("is what pages show from the next request on, without a restart", async () => {
    const faces = createFaces(deps);
    const asked = { slug: null, host: `${mine.host.toUpperCase()}:3000` };
    expect(await faces.find(asked)).toMatchObject({ tenantId: mine.tenantId, name: "A brand" });
    const changes = {
      name: "Blitz",
      colour: "F0C",
      languages: ["nl"],
      supportPhone: "+31 20 123",
      allowsSignUp: false,
    };
    await updateBrand(ctxOf(mine), UpdateBrandInput.parse({ brandId: mine.brandId, ...changes }));
    expect(await faces.find(asked)).toMatchObject({ ...changes, colour: "#ff00cc" });
    expect(await faces.ofTenant(mine.tenantId)).toMatchObject({ name: "Blitz" });
    expect(await faces.find({ slug: null, host: "unknown.example" })).toBeNull();
    expect(await faces.find({ slug: null, host: null })).toBeNull();
  });

  test.each([
    ["colour", "red"],
    ["languages", []],
    ["languages", ["de", "de"]],
    ["imprintUrl", "javascript:alert(1)"],
    ["supportPhone", "call me"],
    ["senderEmail", "nobody"],
    ["font", "comic"],
  ])("takes no %s like %j", (field, value) => {
    expect(UpdateBrandInput.safeParse({ brandId: mine.brandId, [field]: value }).success).toBe(false);
  });

  test("says how far its colour can be read, and what is used instead", async () => {
    const view = await updateBrand(ctxOf(mine), UpdateBrandInput.parse({ brandId: mine.brandId, colour: "#ffd400" }));
    expect(view.palette.isDarkened).toBe(true);
    expect(view.palette.chosenContrast).toBeLessThan(2);
  });

  test("is for who may, and for its own tenant", async () => {
    const input = { brandId: mine.brandId, name: "x" };
    for (const role of ["operator", "finance", "support", "viewer"] as const) {
      await expect(updateBrand(contextOf(deps, mine.tenantId, userActor(role)), input)).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    await expect(updateBrand(ctxOf(theirs), input)).rejects.toMatchObject({ code: "notFound" });
  });

  test("that is the default stays; another goes with its host names", async () => {
    const { brandId, secondBrandId } = mine;
    await expect(deleteBrand(ctxOf(mine), { brandId })).rejects.toMatchObject({ code: "conflict" });
    await addDomain(ctxOf(mine), { brandId: secondBrandId, host: "gone.localhost" });
    await deleteBrand(ctxOf(mine), { brandId: secondBrandId });
    expect(await createFaces(deps).find({ slug: null, host: "gone.localhost" })).toBeNull();
  });
});

describe("files", () => {
  const get = (path: string) => createBrandFileDoor(deps)(new Request(`http://a.example/brand-files/${path}`));

  test("are served under their hash, for ever, and can do nothing", async () => {
    const svg = "<svg onload='alert(1)'/>";
    const input = { brandId: mine.brandId, kind: "logo", base64: base64(svg) } as const;
    const { assets } = await setBrandAsset(ctxOf(mine), input);
    const hash = assets.find(({ kind }) => kind === "logo")?.hash;
    const response = await get(`${mine.tenantId}/${mine.brandId}/logo-${hash}`);
    expect(await response.text()).toBe(svg);
    expect(response.headers.get("content-type")).toBe("image/svg+xml");
    expect(response.headers.get("cache-control")).toContain("immutable");
    expect(response.headers.get("content-security-policy")).toContain("sandbox");
    expect(response.headers.get("content-disposition")).toBe("attachment");
    for (const wrong of [
      `${mine.tenantId}/${mine.brandId}/icon-${hash}`,
      `${mine.tenantId}/${mine.brandId}/logo-${"0".repeat(64)}`,
      `${theirs.tenantId}/${mine.brandId}/logo-${hash}`,
      `${mine.tenantId}/${mine.brandId}/../logo`,
      "x/y/z",
    ]) {
      expect((await get(wrong)).status).toBe(404);
    }
  });

  test("an icon is drawn for a brand that has none", async () => {
    const response = await get(`${mine.tenantId}/${mine.brandId}/icon-192-123456.png`);
    expect(response.headers.get("content-type")).toBe("image/png");
    expect((await get(`${theirs.tenantId}/${mine.brandId}/icon-192-123456.png`)).status).toBe(404);
    expect((await get(`${mine.tenantId}/${mine.brandId}/icon-193-123456.png`)).status).toBe(404);
  });

  test.each([
    ["logo", "GIF89a", "unknownFormat"],
    ["logo", "wOF2", "notAPicture"],
    ["font", "<svg/>", "notWoff2"],
    ["icon", "<svg/>", "iconNotPng"],
    ["icon", drawIcon(192, { ground: "#000000", ink: "#ffffff" }), "iconNotSquare512"],
    ["logo", `<svg>${" ".repeat(MOST_BYTES)}</svg>`, "tooLarge"],
  ] as const)("a %s of %.12j is refused with its reason", async (kind, bytes, message) => {
    await expect(
      setBrandAsset(ctxOf(mine), { brandId: mine.brandId, kind, base64: base64(bytes) }),
    ).rejects.toMatchObject({ code: "invalid", details: { issues: [{ path: "base64", message }] } });
  });

  test("the own font needs to be there, and gives way to Inter when it goes", async () => {
    const { brandId } = mine;
    const own = UpdateBrandInput.parse({ brandId, font: "own" });
    await expect(updateBrand(ctxOf(mine), own)).rejects.toMatchObject({ code: "invalid" });
    await setBrandAsset(ctxOf(mine), { brandId, kind: "font", base64: base64("wOF2") });
    await setBrandAsset(ctxOf(mine), { brandId, kind: "icon", base64: base64(ICON) });
    expect(await updateBrand(ctxOf(mine), own)).toMatchObject({ font: "own" });
    const after = await removeBrandAsset(ctxOf(mine), { brandId, kind: "font" });
    expect(after.font).toBe("inter");
    expect(after.assets.map(({ kind }) => kind).sort()).toEqual(["icon", "logo"]);
  });
});

describe("host names", () => {
  test("show nothing until the DNS proves them", async () => {
    const host = `${mine.brandId}.example`;
    const ctx = ctxOf(mine);
    const { domains } = await addDomain(ctx, { brandId: mine.brandId, host });
    const proof = domains.find((domain) => domain.host === host)?.proof ?? "";
    const faces = createFaces(deps);
    expect(await faces.find({ slug: null, host })).toBeNull();
    await expect(verifyDomain(ctx, { brandId: mine.brandId, host })).rejects.toMatchObject({ code: "conflict" });
    const asked: string[] = [];
    const readTxt = async (name: string) => {
      asked.push(name);
      return ["v=spf1 -all", proof];
    };
    await verifyDomain({ ...ctx, readTxt }, { brandId: mine.brandId, host });
    expect(asked).toEqual([`_voltplane.${host}`]);
    expect(await faces.find({ slug: null, host })).toMatchObject({ brandId: mine.brandId });
  });

  test("are one company's once proven; a claim alone keeps nobody out", async () => {
    const host = `${theirs.brandId}.example`;
    await addDomain(ctxOf(theirs), { brandId: theirs.brandId, host });
    await addDomain(ctxOf(mine), { brandId: mine.brandId, host });
    expect((await getBrand(ctxOf(theirs), theirs)).domains.map((domain) => domain.host)).toEqual([theirs.host]);
    await expect(addDomain(ctxOf(theirs), { brandId: theirs.brandId, host: mine.host })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(verifyDomain(ctxOf(theirs), { brandId: theirs.brandId, host: mine.host })).rejects.toMatchObject({
      code: "notFound",
    });
  });

  test.each(["localhost", "a_b.example", "https://a.example", "a.example/x", "1.2.3.4", "-a.example"])(
    "%s is none",
    (host) => {
      expect(DomainInput.safeParse({ brandId: mine.brandId, host }).success).toBe(false);
    },
  );
});
