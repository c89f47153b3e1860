import type { Handler } from "./handler.ts";
import { toIdTagInfo } from "./id-tag-info.ts";

/** OCPP 1.6, 4.1. */
export const authorize: Handler<"Authorize"> = async (ctx, request) => {
  const { deps, station, receivedAt } = ctx;
  const decision = await deps.lookups.decideIdToken({
    tenantId: station.tenantId,
    idToken: request.idTag,
    at: receivedAt,
  });
  const kept = await ctx.keep({ kind: "none" }, () => ({ idTagInfo: toIdTagInfo(decision) }));
  return kept.reply;
};
