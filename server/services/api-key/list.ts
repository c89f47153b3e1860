import { and, desc, eq, lt } from "drizzle-orm";
import { z } from "zod";
import { apiKey } from "../../../db/schema/tenants.ts";
import { type ServiceContext, transact } from "../context.ts";
import { InstantText, toInstantText, toInstantTextOrNull } from "../fields.ts";
import { decodeCursor, type Page, PageInput, toPage } from "../page.ts";
import { requirePermission } from "../permissions.ts";

export const ListApiKeysInput = PageInput;

export const ApiKeyView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    scopes: z.array(z.string()),
    createdAt: InstantText,
    lastUsedAt: InstantText.nullable().meta({ description: "To the minute." }),
    revokedAt: InstantText.nullable(),
  })
  .meta({ id: "ApiKey" });
export type ApiKeyView = z.infer<typeof ApiKeyView>;

/** The tenant's API keys without their secrets, newest first. */
export async function listApiKeys(
  ctx: ServiceContext,
  input: z.output<typeof ListApiKeysInput>,
): Promise<Page<ApiKeyView>> {
  requirePermission(ctx, "apiKey.write");
  const before = decodeCursor(input.cursor, z.tuple([z.uuid()]));
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(apiKey)
      .where(and(eq(apiKey.tenantId, ctx.tenantId), before ? lt(apiKey.id, before[0]) : undefined))
      .orderBy(desc(apiKey.id))
      .limit(input.limit + 1),
  );
  return toPage(rows, input.limit, (row) => [row.id], toApiKeyView);
}

export const toApiKeyView = (row: typeof apiKey.$inferSelect): ApiKeyView => ({
  id: row.id,
  name: row.name,
  scopes: row.scopes,
  createdAt: toInstantText(row.createdAt),
  lastUsedAt: toInstantTextOrNull(row.lastUsedAt),
  revokedAt: toInstantTextOrNull(row.revokedAt),
});
