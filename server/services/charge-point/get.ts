import { z } from "zod";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import type { ChargePointView } from "./charge-point-view.ts";
import { ChargePointKey, loadChargePoint } from "./load.ts";
import { loadView } from "./load-views.ts";

export const GetChargePointInput = z.strictObject({ chargePoint: ChargePointKey });

/** One charge point with its connectors. @throws AppError `notFound`. */
export async function getChargePoint(
  ctx: ServiceContext,
  input: z.infer<typeof GetChargePointInput>,
): Promise<ChargePointView> {
  requirePermission(ctx, "chargePoint.read");
  return transact(ctx, async (tx) => {
    const row = await loadChargePoint(tx, ctx.tenantId, input.chargePoint);
    return loadView(tx, ctx, row);
  });
}
