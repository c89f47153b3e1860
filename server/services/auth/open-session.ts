import { type SignInMethod, userSession } from "../../../db/schema/sign-in.ts";
import { asUser } from "../../../db/tenancy.ts";
import { uuidv7 } from "../../core/ids.ts";
import type { Deps } from "../context.ts";

/** A working week: an operator signs in on Monday and is not thrown out of a night shift. */
export const SESSION_MAX_AGE_S = 7 * 24 * 60 * 60;

export type NewSession = {
  readonly userId: string;
  readonly method: SignInMethod;
  /** A second factor was shown, or the company's own provider for its office vouched. */
  readonly isStrong: boolean;
  /** Where a company's own identity provider vouched: the one company it speaks for. */
  readonly onlyTenantId?: string | null;
  readonly ip: string;
  readonly userAgent: string | null;
};

/** Signs a browser in. Returns the id that its cookie carries. */
export async function openSession(deps: Pick<Deps, "db" | "clock">, input: NewSession): Promise<string> {
  const id = uuidv7();
  const now = deps.clock.now();
  await asUser(deps.db, input.userId, (tx) =>
    tx.insert(userSession).values({
      ...{ id, userId: input.userId, method: input.method, isStrong: input.isStrong },
      onlyTenantId: input.onlyTenantId ?? null,
      ip: input.ip.slice(0, 100),
      userAgent: input.userAgent?.slice(0, 400) ?? null,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + SESSION_MAX_AGE_S * 1000),
    }),
  );
  return id;
}
