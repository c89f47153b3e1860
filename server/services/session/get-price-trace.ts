import { z } from "zod";
import { session } from "../../../db/schema/charging.ts";
import { notFound } from "../../core/errors.ts";
import { type PriceTraceJson, PriceTraceText, toTraceJson } from "../../tariff/price-trace.ts";
import { type ServiceContext, transact } from "../context.ts";
import { InstantText, toInstantTextOrNull } from "../fields.ts";
import { requirePermission } from "../permissions.ts";
import { type GetSessionInput, ofSession } from "./load.ts";
import { workOutRunning } from "./work-out-running.ts";

export const PriceTraceView = z
  .object({
    sessionId: z.uuid(),
    tariffId: z.uuid().nullable(),
    tariffVersionId: z.uuid().nullable(),
    settledAt: InstantText.nullable(),
    trace: PriceTraceText.nullable().meta({
      description:
        "How the price came about, step by step; so far, while the session runs. null without a tariff, and between a session's end and its settlement.",
    }),
  })
  .meta({ id: "PriceTrace" });
export type PriceTraceView = z.infer<typeof PriceTraceView>;

/** How a session's price came about; a running one's is worked out as it is asked for. @throws AppError `notFound`. */
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
  const priced = row.trace === null ? (await workOutRunning(ctx, input.sessionId))?.priced : null;
  // Written by the settlement, in this form.
  const kept = row.trace as PriceTraceJson | null;
  return { ...row, settledAt: toInstantTextOrNull(row.settledAt), trace: priced ? toTraceJson(priced) : kept };
}
