import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { idToken } from "../../../db/schema/people.ts";
import { AppError } from "../../core/errors.ts";
import { uuidv7 } from "../../core/ids.ts";
import { type ServiceContext, transact } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { recordAudit } from "../record-audit.ts";
import { CreateIdTokenInput } from "./create.ts";

/** A box of cards. */
const MOST = 5_000;
const AT_ONCE = 1_000;

export const ImportIdTokensInput = z.strictObject({
  /** As lists have them; what is wrong with each is told by its place here, from 0. */
  rows: z
    .array(z.strictObject({ token: z.string().max(200), label: z.string().max(200), parentToken: z.string().max(200) }))
    .min(1)
    .max(MOST),
  /** Only look: nothing is written. */
  isTrial: z.boolean(),
});

export type ImportProblem = {
  readonly index: number;
  readonly reason: "tokenWrong" | "labelWrong" | "parentWrong" | "twice" | "exists";
};
export type Imported = { readonly problems: readonly ImportProblem[]; readonly added: number };

type Row = z.output<typeof ImportIdTokensInput>["rows"][number];

/** Adds many cards, all or none: one that is wrong keeps all out, and each that is wrong is named. @throws AppError `forbidden`. */
export async function importIdTokens(
  ctx: ServiceContext,
  { rows, isTrial }: z.output<typeof ImportIdTokensInput>,
): Promise<Imported> {
  requirePermission(ctx, "idToken.write");
  const found = findProblems(rows);
  const now = ctx.clock.now();
  return transact(ctx, async (tx) => {
    const keys = rows.map(({ token }) => token.trim().toLowerCase());
    const there = new Set<string>();
    for (let at = 0; at < keys.length; at += AT_ONCE) {
      const some = inArray(idToken.tokenKey, keys.slice(at, at + AT_ONCE));
      const known = await tx
        .select({ key: idToken.tokenKey })
        .from(idToken)
        .where(and(eq(idToken.tenantId, ctx.tenantId), some));
      for (const { key } of known) there.add(key);
    }
    const existing = keys.flatMap((key, index) => (there.has(key) ? [{ index, reason: "exists" } as const] : []));
    const problems = [...found, ...existing].sort((one, other) => one.index - other.index);
    if (isTrial || problems.length > 0) return { problems, added: 0 };
    const values = rows.map(({ token, label, parentToken }) => ({
      ...{ tenantId: ctx.tenantId, id: uuidv7(), token: token.trim(), createdAt: now, updatedAt: now },
      label: label.trim() || null,
      parentToken: parentToken.trim() || null,
    }));
    let added = 0;
    for (let at = 0; at < values.length; at += AT_ONCE) {
      const some = values.slice(at, at + AT_ONCE);
      added += (await tx.insert(idToken).values(some).onConflictDoNothing().returning({ id: idToken.id })).length;
    }
    // Somebody else added one of them between the look and the writing: none is kept.
    if (added !== values.length) throw new AppError("conflict", "The list of cards was changed meanwhile. Try again.");
    const detail = { added };
    await recordAudit(ctx, tx, { action: "idToken.import", subjectType: "tenant", subjectId: ctx.tenantId, detail });
    return { problems, added };
  });
}

const { token: TokenField, label: LabelField, parentToken: ParentField } = CreateIdTokenInput.shape;

function findProblems(rows: readonly Row[]): readonly ImportProblem[] {
  const seen = new Set<string>();
  return rows.flatMap(({ token, label, parentToken }, index): ImportProblem[] => {
    const key = token.trim().toLowerCase();
    const isTwice = seen.has(key);
    seen.add(key);
    if (!TokenField.safeParse(token.trim()).success) return [{ index, reason: "tokenWrong" }];
    if (isTwice) return [{ index, reason: "twice" }];
    if (label.trim() && !LabelField.safeParse(label).success) return [{ index, reason: "labelWrong" }];
    if (parentToken.trim() && !ParentField.safeParse(parentToken.trim()).success)
      return [{ index, reason: "parentWrong" }];
    return [];
  });
}
