import { z } from "zod";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { type ChargePointView, toChargePointView } from "./charge-point-view.ts";
import { ChargePointKey, loadChargePoint, loadConnectors } from "./load.ts";

export const GetChargePointInput = z.strictObject({ chargePoint: ChargePointKey });

/** One charge point with its connectors. @throws AppError `notFound`. */
export async function getChargePoint(
  ctx: ServiceContext,
  input: z.infer<typeof GetChargePointInput>,
): Promise<ChargePointView> {
  requirePermission(ctx, "chargePoint.read");
  return transact(ctx, async (tx) => {
    const row = await loadChargePoint(tx, ctx.tenantId, input.chargePoint);
    const connectors = await loadConnectors(tx, ctx.tenantId, [row.id]);
    return toChargePointView(row, connectors.get(row.id) ?? []);
  });
}
