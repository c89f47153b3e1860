import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { type BrandAssetKind, brand, brandAsset } from "../../../db/schema/tenants.ts";
import { type Inspected, inspectFile } from "../../brand/inspect-file.ts";
import { AppError } from "../../core/errors.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { AssetKind, BrandIdInput, type BrandView } from "./brand-view.ts";
import { requireBrand } from "./list.ts";

/** A phone on a garage's network loads it: what is larger was not made for the web. */
export const MOST_BYTES = 300_000;

export const SetBrandAssetInput = BrandIdInput.extend({
  kind: AssetKind,
  /** The file, as base64. */
  base64: z.base64().max(Math.ceil(MOST_BYTES / 3) * 4 + 4),
});
export const RemoveBrandAssetInput = BrandIdInput.extend({ kind: AssetKind });

/** Puts a logo, icon or font in place of the one before. @throws AppError `notFound`, `invalid` with what is wrong with the file. */
export async function setBrandAsset(
  ctx: ServiceContext,
  input: z.infer<typeof SetBrandAssetInput>,
): Promise<BrandView> {
  requirePermission(ctx, "brand.write");
  const { brandId, kind } = input;
  const bytes = Buffer.from(input.base64, "base64");
  const file = inspectFile(bytes);
  const problem = bytes.length > MOST_BYTES ? "tooLarge" : problemOf(kind, file);
  if (problem !== null || !file) {
    throw new AppError("invalid", "This file cannot be used.", { issues: [{ path: "base64", message: problem }] });
  }
  const sha256 = createHash("sha256").update(bytes).digest();
  const fresh = { contentType: file.contentType, bytes, sha256, updatedAt: ctx.clock.now() };
  const view = await transact(ctx, async (tx) => {
    await requireBrand(tx, ctx.tenantId, brandId);
    await tx
      .insert(brandAsset)
      .values({ tenantId: ctx.tenantId, brandId, kind, ...fresh })
      .onConflictDoUpdate({ target: [brandAsset.tenantId, brandAsset.brandId, brandAsset.kind], set: fresh });
    const detail = { kind, contentType: file.contentType, bytes: bytes.length };
    await recordAudit(ctx, tx, { action: "brand.setFile", subjectType: "brand", subjectId: brandId, detail });
    return requireBrand(tx, ctx.tenantId, brandId);
  });
  ctx.events.publish({ type: "brandChanged", tenantId: ctx.tenantId });
  return view;
}

/** Takes a file away: the brand's own font gives way to Inter. @throws AppError `notFound`. */
export async function removeBrandAsset(
  ctx: ServiceContext,
  { brandId, kind }: z.infer<typeof RemoveBrandAssetInput>,
): Promise<BrandView> {
  requirePermission(ctx, "brand.write");
  const view = await transact(ctx, async (tx) => {
    await requireBrand(tx, ctx.tenantId, brandId);
    await tx
      .delete(brandAsset)
      .where(and(eq(brandAsset.tenantId, ctx.tenantId), eq(brandAsset.brandId, brandId), eq(brandAsset.kind, kind)));
    if (kind === "font") {
      const usesIt = and(eq(brand.tenantId, ctx.tenantId), eq(brand.id, brandId), eq(brand.font, "own"));
      await tx.update(brand).set({ font: "inter" }).where(usesIt);
    }
    await recordAudit(ctx, tx, {
      action: "brand.removeFile",
      subjectType: "brand",
      subjectId: brandId,
      detail: { kind },
    });
    return requireBrand(tx, ctx.tenantId, brandId);
  });
  ctx.events.publish({ type: "brandChanged", tenantId: ctx.tenantId });
  return view;
}

/** A code that the screen has words for; null when the file serves. */
function problemOf(kind: BrandAssetKind, file: Inspected | null): string | null {
  if (!file) return "unknownFormat";
  if (kind === "font") return file.contentType === "font/woff2" ? null : "notWoff2";
  if (file.contentType === "font/woff2") return "notAPicture";
  if (kind !== "icon") return null;
  // What a manifest says of its size must be so, or phones take no icon at all.
  if (file.contentType !== "image/png") return "iconNotPng";
  return file.width === 512 && file.height === 512 ? null : "iconNotSquare512";
}
