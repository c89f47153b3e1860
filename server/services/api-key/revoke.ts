import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { apiKey } from "../../../db/schema/tenants.ts";
import { notFound } from "../../core/errors.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { type ApiKeyView, toApiKeyView } from "./list.ts";

export const RevokeApiKeyInput = z.strictObject({ apiKeyId: z.uuid() });

/**
 * Ends a key: at once where its revocation is heard of, within seconds elsewhere (that long are positive checks remembered).
 * Revoking it again changes nothing. @throws AppError `notFound`.
 */
export async function revokeApiKey(ctx: ServiceContext, input: z.infer<typeof RevokeApiKeyInput>): Promise<ApiKeyView> {
  requirePermission(ctx, "apiKey.write");
  const view = await transact(ctx, async (tx) => {
    const ofKey = and(eq(apiKey.tenantId, ctx.tenantId), eq(apiKey.id, input.apiKeyId));
    const [row] = await tx.select().from(apiKey).where(ofKey).for("update");
    if (!row) throw notFound("API key");
    if (row.revokedAt) return toApiKeyView(row);
    const revokedAt = ctx.clock.now();
    await tx.update(apiKey).set({ revokedAt }).where(ofKey);
    await recordAudit(ctx, tx, { action: "apiKey.revoke", subjectType: "apiKey", subjectId: row.id });
    return toApiKeyView({ ...row, revokedAt });
  });
  ctx.events.publish({ type: "apiKeyRevoked", tenantId: ctx.tenantId, apiKeyId: view.id });
  return view;
}
