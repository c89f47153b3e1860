import type { z } from "zod";
import type { ServiceContext } from "../context.ts";
import type { ConnectorView } from "./charge-point-view.ts";
import { type GetChargePointInput, getChargePoint } from "./get.ts";

/** A charge point's connectors with their last reported state. A station has few, so there is no paging. */
export async function listConnectors(
  ctx: ServiceContext,
  input: z.infer<typeof GetChargePointInput>,
): Promise<{ readonly items: readonly ConnectorView[] }> {
  const { connectors } = await getChargePoint(ctx, input);
  return { items: connectors };
}
