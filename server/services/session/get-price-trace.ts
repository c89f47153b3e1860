import { z } from "zod";
import { session } from "../../../db/schema/charging.ts";
import { notFound } from "../../core/errors.ts";
import { type PriceTraceJson, PriceTraceText } from "../../tariff/price-trace.ts";
import { type ServiceContext, transact } from "../context.ts";
import { InstantText, toInstantTextOrNull } from "../fields.ts";
import { requirePermission } from "../permissions.ts";
import { type GetSessionInput, ofSession } from "./load.ts";

export const PriceTraceView = z
  .object({
    sessionId: z.uuid(),
    tariffId: z.uuid().nullable(),
    tariffVersionId: z.uuid().nullable(),
    settledAt: InstantText.nullable(),
    trace: PriceTraceText.nullable().meta({
      description: "How the price came about, step by step; null until the session is settled.",
    }),
  })
  .meta({ id: "PriceTrace" });
export type PriceTraceView = z.infer<typeof PriceTraceView>;

/** How a session's price came about. @throws AppError `notFound`. */
export async function getPriceTrace(
  ctx: ServiceContext,
  input: z.infer<typeof GetSessionInput>,
): Promise<PriceTraceView> {
  requirePermission(ctx, "session.read");
  const [row] = await transact(ctx, (tx) =>
    tx
      .select({
        sessionId: session.id,
        tariffId: session.tariffId,
        tariffVersionId: session.tariffVersionId,
        settledAt: session.settledAt,
        trace: session.priceTrace,
      })
      .from(session)
      .where(ofSession(ctx.tenantId, input.sessionId)),
  );
  if (!row) throw notFound("Session");
  // Written by the settlement, in this form.
  const trace = row.trace as PriceTraceJson | null;
  return { ...row, trace, settledAt: toInstantTextOrNull(row.settledAt) };
}
