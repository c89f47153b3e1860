import { z } from "zod";
import { apiKey } from "../../../db/schema/tenants.ts";
import { AppError } from "../../core/errors.ts";
import { uuidv7 } from "../../core/ids.ts";
import { type ServiceContext, transact } from "../context.ts";
import { InstantText, NameText } from "../fields.ts";
import { isPermitted, PERMISSIONS, requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { generateKeyText, parseKeyText } from "./key-text.ts";

export const CreateApiKeyInput = z.strictObject({
  name: NameText,
  scopes: z.array(z.enum(PERMISSIONS)).max(PERMISSIONS.length),
});

export const CreatedApiKey = z
  .object({
    id: z.uuid(),
    name: z.string(),
    scopes: z.array(z.string()),
    createdAt: InstantText,
    key: z.string().meta({ description: "The key itself. Shown this once, kept only as a hash." }),
  })
  .meta({ id: "CreatedApiKey" });

/** Makes a key for a program. Nobody gives more than they may themselves. @throws AppError `forbidden`. */
export async function createApiKey(
  ctx: ServiceContext,
  input: z.infer<typeof CreateApiKeyInput>,
): Promise<z.infer<typeof CreatedApiKey>> {
  requirePermission(ctx, "apiKey.write");
  const scopes = [...new Set(input.scopes)];
  const beyond = scopes.filter((scope) => !isPermitted(ctx.actor, scope));
  if (beyond.length > 0)
    throw new AppError("forbidden", `You do not have these permissions yourself: ${beyond.join(", ")}.`);
  const id = ctx.newId ?? uuidv7();
  const key = generateKeyText(ctx.tenantId, id);
  const parsed = parseKeyText(key);
  if (!parsed) throw new AppError("internal", "The key could not be made.");
  const createdAt = ctx.clock.now();
  await transact(ctx, async (tx) => {
    await tx
      .insert(apiKey)
      .values({ tenantId: ctx.tenantId, id, name: input.name, secretHash: parsed.secretHash, scopes, createdAt });
    await recordAudit(ctx, tx, {
      action: "apiKey.create",
      subjectType: "apiKey",
      subjectId: id,
      detail: { name: input.name, scopes },
    });
  });
  return { id, name: input.name, scopes, createdAt: createdAt.toISOString(), key };
}
