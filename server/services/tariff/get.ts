import { z } from "zod";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { loadTariff, loadVersions } from "./load.ts";
import { type TariffView, toTariffView } from "./tariff-view.ts";

export const GetTariffInput = z.strictObject({ tariffId: z.uuid() });

/** One tariff with its newest version and the one that holds now. @throws AppError `notFound`. */
export async function getTariff(ctx: ServiceContext, input: z.infer<typeof GetTariffInput>): Promise<TariffView> {
  requirePermission(ctx, "tariff.read");
  return transact(ctx, async (tx) => {
    const row = await loadTariff(tx, ctx.tenantId, input.tariffId);
    const versionsOf = await loadVersions(tx, ctx.tenantId, [row.id], ctx.clock.now());
    return toTariffView(row, versionsOf(row.id));
  });
}
