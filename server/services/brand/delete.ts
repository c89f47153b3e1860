import { and, eq } from "drizzle-orm";
import { brand, tenantDomain } from "../../../db/schema/tenants.ts";
import { conflict } from "../../core/conflict.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { requireBrand } from "./list.ts";

/** Takes a brand away, with its host names. @throws AppError `notFound`, `conflict` for the default one. */
export async function deleteBrand(ctx: ServiceContext, { brandId }: { readonly brandId: string }): Promise<void> {
  requirePermission(ctx, "brand.write");
  await transact(ctx, async (tx) => {
    const { isDefault, name } = await requireBrand(tx, ctx.tenantId, brandId);
    if (isDefault)
      throw conflict("defaultBrand", "The default brand stays: pages without a host name of their own wear it.");
    await tx
      .delete(tenantDomain)
      .where(and(eq(tenantDomain.ofTenantId, ctx.tenantId), eq(tenantDomain.brandId, brandId)));
    await tx.delete(brand).where(and(eq(brand.tenantId, ctx.tenantId), eq(brand.id, brandId)));
    await recordAudit(ctx, tx, { action: "brand.delete", subjectType: "brand", subjectId: brandId, detail: { name } });
  });
  ctx.events.publish({ type: "brandChanged", tenantId: ctx.tenantId });
}
