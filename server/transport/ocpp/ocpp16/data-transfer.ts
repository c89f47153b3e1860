import type { Handler } from "./handler.ts";

/** OCPP 1.6, 4.3. No vendor's extension is known here; the message is in the log. */
export const dataTransfer: Handler<"DataTransfer"> = async (ctx) => {
  const kept = await ctx.keep({ kind: "none" }, () => ({ status: "UnknownVendorId" as const }));
  return kept.reply;
};
