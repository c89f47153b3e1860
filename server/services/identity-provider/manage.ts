import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import { identityProvider, userIdentity } from "../../../db/schema/sign-in.ts";
import { conflict } from "../../core/conflict.ts";
import { AppError, notFound } from "../../core/errors.ts";
import { uuidv7 } from "../../core/ids.ts";
import type { Sealer } from "../../core/seal.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission, requireRole } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { ProviderFields, type ProviderView, toProviderView } from "./provider-view.ts";

type ProviderContext = ServiceContext & { readonly clientSecrets: Sealer };

/** More buttons than a sign-in page can bear. */
const MOST = 10;

/** The company's own ways to sign in. @throws AppError `forbidden`. */
export async function listProviders(ctx: ServiceContext): Promise<readonly ProviderView[]> {
  requirePermission(ctx, "member.write");
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(identityProvider)
      .where(eq(identityProvider.tenantId, ctx.tenantId))
      .orderBy(asc(identityProvider.name), asc(identityProvider.id)),
  );
  return rows.map(toProviderView);
}

export const CreateProviderInput = ProviderFields;

/** @throws AppError `forbidden`, `conflict` where there are too many. */
export async function createProvider(
  ctx: ProviderContext,
  { clientSecret, ...fields }: z.output<typeof CreateProviderInput>,
): Promise<ProviderView> {
  requireWhoMayAdmit(ctx);
  const id = uuidv7();
  const sealedClientSecret = sealed(ctx, clientSecret ?? null);
  return transact(ctx, async (tx) => {
    const ofTenant = eq(identityProvider.tenantId, ctx.tenantId);
    const known = await tx.select({ id: identityProvider.id }).from(identityProvider).where(ofTenant);
    if (known.length >= MOST) throw conflict("providersFull", `There are ${MOST} providers already.`);
    const [row] = await tx
      .insert(identityProvider)
      .values({ tenantId: ctx.tenantId, id, ...fields, sealedClientSecret })
      .returning();
    if (!row) throw new AppError("internal", "The provider could not be made.");
    await recordAudit(ctx, tx, {
      ...{ action: "identityProvider.create", subjectType: "identityProvider", subjectId: id, detail: fields },
    });
    return toProviderView(row);
  });
}

export const UpdateProviderInput = z.strictObject({ providerId: z.uuid(), ...ProviderFields.shape });

/**
 * Sets all of a provider; its secret only where one is given. A subject is one of its issuer (OpenID Connect Core 1.0, 2), and a
 * secret is for its issuer alone: at another issuer nobody is known by the old subjects, and the old secret is forgotten.
 * @throws AppError `forbidden`, `notFound`.
 */
export async function updateProvider(
  ctx: ProviderContext,
  { providerId, clientSecret, ...fields }: z.output<typeof UpdateProviderInput>,
): Promise<ProviderView> {
  requireWhoMayAdmit(ctx);
  return transact(ctx, async (tx) => {
    const [before] = await tx.select().from(identityProvider).where(isIt(ctx.tenantId, providerId)).for("update");
    if (!before) throw notFound("Identity provider");
    const isOther = before.issuer !== fields.issuer || before.clientId !== fields.clientId;
    if (isOther) {
      const ofProvider = and(eq(userIdentity.tenantId, ctx.tenantId), eq(userIdentity.providerId, providerId));
      await tx.delete(userIdentity).where(ofProvider);
    }
    const isSecretKept = clientSecret === undefined && !isOther;
    const secret = isSecretKept ? {} : { sealedClientSecret: sealed(ctx, clientSecret ?? null) };
    const [row] = await tx
      .update(identityProvider)
      .set({ ...fields, ...secret, updatedAt: ctx.clock.now() })
      .where(isIt(ctx.tenantId, providerId))
      .returning();
    if (!row) throw notFound("Identity provider");
    const detail = { ...fields, isSecretNew: !isSecretKept };
    await recordAudit(ctx, tx, {
      ...{ action: "identityProvider.update", subjectType: "identityProvider", subjectId: providerId, detail },
    });
    return toProviderView(row);
  });
}

export const DeleteProviderInput = z.strictObject({ providerId: z.uuid() });

/** Ends a way to sign in. People and memberships stay; who came that way signs in by mail. @throws AppError `forbidden`, `notFound`. */
export async function deleteProvider(
  ctx: ServiceContext,
  { providerId }: z.output<typeof DeleteProviderInput>,
): Promise<void> {
  requirePermission(ctx, "member.write");
  await transact(ctx, async (tx) => {
    const gone = await tx.delete(identityProvider).where(isIt(ctx.tenantId, providerId)).returning();
    if (gone.length === 0) throw notFound("Identity provider");
    await recordAudit(ctx, tx, {
      ...{ action: "identityProvider.delete", subjectType: "identityProvider", subjectId: providerId },
    });
  });
}

/** A provider says who signs in, owners too: who sets one up could come in as any of them. */
function requireWhoMayAdmit(ctx: ServiceContext): void {
  requirePermission(ctx, "member.write");
  requireRole(ctx, "owner");
}

const isIt = (tenantId: string, id: string) =>
  and(eq(identityProvider.tenantId, tenantId), eq(identityProvider.id, id));

const sealed = (ctx: ProviderContext, secret: string | null): Buffer | null =>
  secret === null ? null : ctx.clientSecrets.seal(Buffer.from(secret));
