import type { z } from "zod";
import { brand } from "../../../db/schema/tenants.ts";
import { uuidv7 } from "../../core/ids.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import type { BrandView } from "./brand-view.ts";
import { BrandFields } from "./fields.ts";
import { requireBrand } from "./list.ts";

export const CreateBrandInput = BrandFields.pick({ name: true, colour: true });

/** Another face of the tenant, for host names of its own. */
export async function createBrand(ctx: ServiceContext, input: z.infer<typeof CreateBrandInput>): Promise<BrandView> {
  requirePermission(ctx, "brand.write");
  const id = uuidv7();
  return transact(ctx, async (tx) => {
    await tx.insert(brand).values({ tenantId: ctx.tenantId, id, ...input });
    await recordAudit(ctx, tx, { action: "brand.create", subjectType: "brand", subjectId: id, detail: input });
    return requireBrand(tx, ctx.tenantId, id);
  });
}
