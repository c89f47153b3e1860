import { and, asc, desc, eq } from "drizzle-orm";
import { brand, brandAsset, tenantDomain } from "../../../db/schema/tenants.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { notFound } from "../../core/errors.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { type BrandView, toBrandView } from "./brand-view.ts";

/** A tenant's brands, the default first. There are few: no pages. */
export async function listBrands(ctx: ServiceContext): Promise<readonly BrandView[]> {
  requirePermission(ctx, "brand.write");
  return transact(ctx, (tx) => loadBrands(tx, ctx.tenantId));
}

/** @throws AppError `notFound`. */
export async function getBrand(ctx: ServiceContext, { brandId }: { readonly brandId: string }): Promise<BrandView> {
  requirePermission(ctx, "brand.write");
  return transact(ctx, (tx) => requireBrand(tx, ctx.tenantId, brandId));
}

/** @throws AppError `notFound`. */
export async function requireBrand(tx: Transaction, tenantId: string, brandId: string): Promise<BrandView> {
  const [view] = await loadBrands(tx, tenantId, brandId);
  if (!view) throw notFound("Brand");
  return view;
}

async function loadBrands(tx: Transaction, tenantId: string, brandId?: string): Promise<readonly BrandView[]> {
  const rows = await tx
    .select()
    .from(brand)
    .where(and(eq(brand.tenantId, tenantId), brandId === undefined ? undefined : eq(brand.id, brandId)))
    .orderBy(desc(brand.isDefault), asc(brand.name), asc(brand.id));
  const assets = await tx
    .select({ brandId: brandAsset.brandId, kind: brandAsset.kind, sha256: brandAsset.sha256 })
    .from(brandAsset)
    .where(eq(brandAsset.tenantId, tenantId));
  const domains = await tx
    .select()
    .from(tenantDomain)
    .where(eq(tenantDomain.ofTenantId, tenantId))
    .orderBy(asc(tenantDomain.host));
  return rows.map((row) =>
    toBrandView({
      row,
      assets: assets.filter((asset) => asset.brandId === row.id),
      domains: domains.filter((domain) => domain.brandId === row.id),
    }),
  );
}
