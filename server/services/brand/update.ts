import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { brand } from "../../../db/schema/tenants.ts";
import { AppError } from "../../core/errors.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { BrandIdInput, type BrandView } from "./brand-view.ts";
import { BrandFields } from "./fields.ts";
import { requireBrand } from "./list.ts";

export const UpdateBrandInput = BrandFields.partial().extend(BrandIdInput.shape);

/**
 * Changes a brand; a field left out stays as it is. Pages show it from their next request on.
 * @throws AppError `notFound`, `invalid` for its own font while none was uploaded.
 */
export async function updateBrand(ctx: ServiceContext, input: z.infer<typeof UpdateBrandInput>): Promise<BrandView> {
  requirePermission(ctx, "brand.write");
  const { brandId, ...changes } = input;
  const view = await transact(ctx, async (tx) => {
    const before = await requireBrand(tx, ctx.tenantId, brandId);
    if (changes.font === "own" && !before.assets.some(({ kind }) => kind === "font")) {
      throw new AppError("invalid", "Upload the font first.", {
        issues: [{ path: "font", message: "no font uploaded" }],
      });
    }
    await tx
      .update(brand)
      .set({ ...changes, updatedAt: ctx.clock.now() })
      .where(and(eq(brand.tenantId, ctx.tenantId), eq(brand.id, brandId)));
    await recordAudit(ctx, tx, { action: "brand.update", subjectType: "brand", subjectId: brandId, detail: changes });
    return requireBrand(tx, ctx.tenantId, brandId);
  });
  ctx.events.publish({ type: "brandChanged", tenantId: ctx.tenantId });
  return view;
}
