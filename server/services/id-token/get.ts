import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { idToken } from "../../../db/schema/people.ts";
import { notFound } from "../../core/errors.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { type IdTokenView, toIdTokenView } from "./id-token-view.ts";

export const GetIdTokenInput = z.strictObject({ idTokenId: z.uuid() });

/** @throws AppError `notFound`. */
export async function getIdToken(ctx: ServiceContext, input: z.infer<typeof GetIdTokenInput>): Promise<IdTokenView> {
  requirePermission(ctx, "idToken.read");
  const [row] = await transact(ctx, (tx) =>
    tx
      .select()
      .from(idToken)
      .where(and(eq(idToken.tenantId, ctx.tenantId), eq(idToken.id, input.idTokenId))),
  );
  if (!row) throw notFound("Id token");
  return toIdTokenView(row);
}
