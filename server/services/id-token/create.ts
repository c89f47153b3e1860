import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { driver, ID_TOKEN_STATUSES, idToken } from "../../../db/schema/people.ts";
import type { Transaction } from "../../../db/tenancy.ts";
import { AppError } from "../../core/errors.ts";
import { uuidv7 } from "../../core/ids.ts";
import { type ServiceContext, transact } from "../context.ts";
import { InstantText, NameText } from "../fields.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import { type IdTokenView, toIdTokenView } from "./id-token-view.ts";

/** OCPP 1.6 IdToken: CiString20Type. */
const TokenText = z
  .string()
  .regex(/^[\x20-\x7e]{1,20}$/, "1 to 20 printable ASCII characters")
  .trim()
  .min(1);

export const IdTokenFields = z.strictObject({
  parentToken: TokenText.nullish().meta({ description: "The group: its tokens may stop each other's sessions." }),
  status: z.enum(ID_TOKEN_STATUSES).optional(),
  expiresAt: InstantText.nullish(),
  allowConcurrent: z.boolean().optional().meta({ description: "May run several sessions at once." }),
  label: NameText.nullish(),
  driverId: z.uuid().nullish(),
});
export const CreateIdTokenInput = IdTokenFields.extend({ token: TokenText });

/**
 * @throws AppError `conflict`, with the id of the one that is there, when the token (in any case of letters) exists, be it
 *   blocked; `invalid` for an unknown driver.
 */
export async function createIdToken(
  ctx: ServiceContext,
  input: z.infer<typeof CreateIdTokenInput>,
): Promise<IdTokenView> {
  requirePermission(ctx, "idToken.write");
  const now = ctx.clock.now();
  return transact(ctx, async (tx) => {
    if (input.driverId) await requireDriver(tx, ctx.tenantId, input.driverId);
    const id = ctx.newId ?? uuidv7();
    const [row] = await tx
      .insert(idToken)
      .values({
        tenantId: ctx.tenantId,
        id,
        token: input.token,
        parentToken: input.parentToken ?? null,
        status: input.status ?? "accepted",
        expiresAt: input.expiresAt ? new Date(input.expiresAt) : null,
        allowConcurrent: input.allowConcurrent ?? false,
        label: input.label ?? null,
        driverId: input.driverId ?? null,
        createdAt: now,
        updatedAt: now,
      })
      .returning();
    if (!row) throw new AppError("internal", "The id token was not stored.");
    await recordAudit(ctx, tx, {
      action: "idToken.create",
      subjectType: "idToken",
      subjectId: id,
      detail: { label: row.label, status: row.status },
    });
    return toIdTokenView(row);
  }).catch(async (error: unknown) => {
    if (!isUniqueViolation(error, "id_token_token")) throw error;
    throw await existsAlready(ctx, input.token);
  });
}

async function existsAlready(ctx: ServiceContext, token: string): Promise<AppError> {
  const [there] = await transact(ctx, (tx) =>
    tx
      .select({ id: idToken.id, status: idToken.status })
      .from(idToken)
      .where(and(eq(idToken.tenantId, ctx.tenantId), eq(idToken.tokenKey, token.toLowerCase()))),
  );
  const which = there ? `, ${there.status}, with the id ${there.id}` : "";
  return new AppError("conflict", `This id token exists already${which}.`, {
    issues: [{ path: "token", message: "exists already" }],
    ...(there ? { existingId: there.id } : {}),
  });
}

/** That a driver who is to be referred to is the tenant's own. @throws AppError `invalid`. */
export async function requireDriver(tx: Transaction, tenantId: string, driverId: string): Promise<void> {
  const [row] = await tx
    .select({ id: driver.id })
    .from(driver)
    .where(and(eq(driver.tenantId, tenantId), eq(driver.id, driverId)));
  if (!row) {
    throw new AppError("invalid", "Unknown driver.", { issues: [{ path: "driverId", message: "unknown driver" }] });
  }
}
