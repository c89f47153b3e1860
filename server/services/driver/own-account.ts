import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import { driver, idToken } from "../../../db/schema/people.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { AppError, notFound } from "../../core/errors.ts";
import { NameText, StorableText, toInstantTextOrNull } from "../fields.ts";
import { maskIdToken } from "../id-token/mask.ts";
import { recordAudit } from "../record-audit.ts";
import type { DriverContext } from "./context.ts";
import { loadOwnRow } from "./require-driver.ts";

export type OwnAccount = { readonly name: string; readonly email: string | null; readonly phone: string | null };

const toAccount = ({ name, email, phone }: OwnAccount): OwnAccount => ({ name, email, phone });

export const getOwnAccount = (ctx: DriverContext): Promise<OwnAccount> =>
  inTenant(ctx.db, ctx.tenantId, async (tx) => toAccount(await loadOwnRow(tx, ctx)));

export const UpdateOwnAccountInput = z.strictObject({
  name: NameText.optional(),
  phone: StorableText.trim()
    .regex(/^\+?[0-9 ()/.-]{3,40}$/)
    .nullable()
    .optional(),
});

/** What the driver may say of themselves; the mail address is what they sign in with. */
export async function updateOwnAccount(
  ctx: DriverContext,
  input: z.infer<typeof UpdateOwnAccountInput>,
): Promise<OwnAccount> {
  return inTenant(ctx.db, ctx.tenantId, async (tx) => {
    const before = await loadOwnRow(tx, ctx, "update");
    const [after] = await tx
      .update(driver)
      .set({ name: before.name, ...input, updatedAt: ctx.clock.now() })
      .where(and(eq(driver.tenantId, ctx.tenantId), eq(driver.id, before.id)))
      .returning();
    if (!after) throw notFound("Driver");
    await recordAudit(ctx, tx, {
      action: "driver.updateSelf",
      subjectType: "driver",
      subjectId: before.id,
      detail: input,
    });
    return toAccount(after);
  });
}

/** A card as its holder sees it: enough to tell which one it is. */
export type OwnCard = {
  readonly id: string;
  readonly token: string;
  readonly kind: "card" | "app";
  readonly label: string | null;
  readonly status: "accepted" | "blocked";
  readonly expiresAt: string | null;
};

const toCard = (row: typeof idToken.$inferSelect): OwnCard => ({
  ...{ id: row.id, kind: row.kind, label: row.label, status: row.status },
  token: maskIdToken(row.token),
  expiresAt: toInstantTextOrNull(row.expiresAt),
});

const ofDriver = (ctx: DriverContext) =>
  and(eq(idToken.tenantId, ctx.tenantId), eq(idToken.driverId, ctx.actor.driverId));

/** The driver's cards, and what stands for the app. */
export async function listOwnCards(ctx: DriverContext): Promise<readonly OwnCard[]> {
  const rows = await inTenant(ctx.db, ctx.tenantId, (tx) =>
    tx.select().from(idToken).where(ofDriver(ctx)).orderBy(asc(idToken.kind), asc(idToken.createdAt)),
  );
  return rows.map(toCard);
}

export const OwnCardInput = z.strictObject({ cardId: z.uuid() });

/**
 * A card that is lost: from now on no station takes it. Only the company can open it again.
 * @throws AppError `notFound` for another's, `conflict` for the app's own.
 */
export async function reportCardLost(ctx: DriverContext, { cardId }: z.infer<typeof OwnCardInput>): Promise<OwnCard> {
  return inTenant(ctx.db, ctx.tenantId, async (tx) => {
    const ofCard = and(ofDriver(ctx), eq(idToken.id, cardId));
    const [row] = await tx.select().from(idToken).where(ofCard).for("update");
    if (!row) throw notFound("Card");
    if (row.kind === "app") throw new AppError("conflict", "The app is not a card: sign its browser out instead.");
    if (row.status === "blocked") return toCard(row);
    await tx.update(idToken).set({ status: "blocked", updatedAt: ctx.clock.now() }).where(ofCard);
    await recordAudit(ctx, tx, { action: "idToken.reportLost", subjectType: "idToken", subjectId: cardId });
    return toCard({ ...row, status: "blocked" });
  });
}
