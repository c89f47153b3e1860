import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { appUser, membership } from "../../../db/schema/tenants.ts";
import { asUser } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";
import type { Actor } from "../permissions.ts";
import { createShortCache } from "../short-cache.ts";

/** How long an ended session or a changed role may still count, in this process. */
const CACHE_MS = 5_000;

/** What a signed-in person's cookie claims. */
export const SessionClaims = z.object({ userId: z.uuid(), sessionVersion: z.int(), tenantId: z.uuid() });
export type SessionClaims = z.infer<typeof SessionClaims>;

export type VerifySession = (claims: SessionClaims) => Promise<Extract<Actor, { kind: "user" }> | null>;

/** Tells who a cookie's claims stand for now: null once the person is disabled, signed out everywhere or no member any more. */
export function createSessionVerifier(deps: Pick<Deps, "db" | "clock">): VerifySession {
  const cache = createShortCache<Extract<Actor, { kind: "user" }>>(deps.clock, { ttlMs: CACHE_MS, max: 10_000 });
  return async (claims) => {
    const { userId, sessionVersion, tenantId } = SessionClaims.parse(claims);
    const key = `${userId} ${sessionVersion} ${tenantId}`;
    const cached = cache.get(key);
    if (cached) return cached;
    const [row] = await asUser(deps.db, userId, (tx) =>
      tx
        .select({ name: appUser.name, role: membership.role })
        .from(appUser)
        .innerJoin(membership, eq(membership.userId, appUser.id))
        .where(
          and(
            eq(appUser.id, userId),
            eq(appUser.sessionVersion, sessionVersion),
            isNull(appUser.disabledAt),
            eq(membership.tenantId, tenantId),
          ),
        ),
    );
    if (!row) return null;
    const actor = { kind: "user", id: userId, name: row.name, role: row.role } as const;
    cache.set(key, actor);
    return actor;
  };
}
