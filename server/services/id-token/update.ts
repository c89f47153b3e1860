import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { idToken } from "../../../db/schema/people.ts";
import { notFound } from "../../core/errors.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { IdTokenFields, requireDriver } from "./create.ts";
import { GetIdTokenInput } from "./get.ts";
import { type IdTokenView, toIdTokenView } from "./id-token-view.ts";

export const IdTokenChanges = IdTokenFields.partial();
export const UpdateIdTokenInput = IdTokenChanges.extend(GetIdTokenInput.shape);

/**
 * Changes an id token; a field left out stays as it is. The token's text is its identity and stays.
 * @throws AppError `notFound`, `invalid` for an unknown driver.
 */
export async function updateIdToken(
  ctx: ServiceContext,
  input: z.infer<typeof UpdateIdTokenInput>,
): Promise<IdTokenView> {
  requirePermission(ctx, "idToken.write");
  const { idTokenId, expiresAt, ...changes } = input;
  return transact(ctx, async (tx) => {
    const ofToken = and(eq(idToken.tenantId, ctx.tenantId), eq(idToken.id, idTokenId));
    const [before] = await tx.select({ id: idToken.id }).from(idToken).where(ofToken).for("update");
    if (!before) throw notFound("Id token");
    if (changes.driverId) await requireDriver(tx, ctx.tenantId, changes.driverId);
    const [after] = await tx
      .update(idToken)
      .set({
        ...changes,
        ...(expiresAt === undefined ? {} : { expiresAt: expiresAt === null ? null : new Date(expiresAt) }),
        updatedAt: ctx.clock.now(),
      })
      .where(ofToken)
      .returning();
    if (!after) throw notFound("Id token");
    await recordAudit(ctx, tx, {
      action: "idToken.update",
      subjectType: "idToken",
      subjectId: idTokenId,
      detail: { changed: Object.keys(input).filter((field) => field !== "idTokenId"), status: after.status },
    });
    return toIdTokenView(after);
  });
}
