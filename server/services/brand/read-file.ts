import { and, eq } from "drizzle-orm";
import { type BrandAssetKind, brand, brandAsset } from "../../../db/schema/tenants.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { derivePalette, type Palette } from "../../brand/derive-palette.ts";
import type { Deps } from "../context.ts";

export type BrandFile = { readonly contentType: string; readonly bytes: Uint8Array; readonly hash: string };
type OfBrand = { readonly tenantId: string; readonly brandId: string };

/** A file of a brand, for everybody; null where there is none. */
export async function readBrandFile(
  deps: Pick<Deps, "db">,
  { tenantId, brandId, kind }: OfBrand & { readonly kind: BrandAssetKind },
): Promise<BrandFile | null> {
  const where = and(eq(brandAsset.tenantId, tenantId), eq(brandAsset.brandId, brandId), eq(brandAsset.kind, kind));
  const [row] = await inTenant(deps.db, tenantId, (tx) => tx.select().from(brandAsset).where(where));
  return row ? { contentType: row.contentType, bytes: row.bytes, hash: Buffer.from(row.sha256).toString("hex") } : null;
}

/** The colours to draw a brand's icon in; null for an unknown brand. */
export async function readBrandPalette(
  deps: Pick<Deps, "db">,
  { tenantId, brandId }: OfBrand,
): Promise<Palette | null> {
  const where = and(eq(brand.tenantId, tenantId), eq(brand.id, brandId));
  const [row] = await inTenant(deps.db, tenantId, (tx) => tx.select({ colour: brand.colour }).from(brand).where(where));
  return row ? derivePalette(row.colour.toLowerCase()) : null;
}
