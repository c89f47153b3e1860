import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import { driver } from "../../../db/schema/people.ts";
import { passkey, totpFactor, userSession } from "../../../db/schema/sign-in.ts";
import { appUser, membership, tenant } from "../../../db/schema/tenants.ts";
import { asUser } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";
import type { Actor } from "../permissions.ts";
import { createShortCache } from "../short-cache.ts";

/** How long an ended session or a changed role may still count where its end is not heard of. */
const CACHE_MS = 5_000;
/** How often it is noted that a session is in use. */
const SEEN_EVERY_MS = 5 * 60_000;

/** What a signed-in person's cookie claims. The tenant is the one last worked in; null for who is in none's office. */
export const SessionClaims = z.object({ userId: z.uuid(), sessionId: z.uuid(), tenantId: z.uuid().nullable() });
export type SessionClaims = z.infer<typeof SessionClaims>;

/** `show`: the person has a second factor and has not shown it. `setUp`: the company demands one, and there is none yet. */
export type MissingFactor = "show" | "setUp";

/** Whom a cookie stands for in one tenant. */
export type Verified = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly sessionId: string;
  readonly isStrong: boolean;
  /** A company's own identity provider vouched: what is the person's in all companies is closed to this session. */
  readonly onlyTenantId: string | null;
  /** What stands between the person and the office; null: nothing. */
  readonly missingFactor: MissingFactor | null;
  /** In the office of the tenant; null for who is no member, and while a second factor is missing. */
  readonly actor: Extract<Actor, { kind: "user" }> | null;
  /** As its driver; null for who is none. */
  readonly driver: Extract<Actor, { kind: "driver" }> | null;
};

export type VerifySession = (claims: SessionClaims) => Promise<Verified | null>;

/**
 * Tells whom a cookie's claims stand for now: null once the session has ended or run out, or the person is disabled. Answers are
 * remembered for five seconds; that a session has ended or a role has changed is heard at once where
 * events come through.
 */
export function createSessionVerifier(deps: Pick<Deps, "db" | "clock" | "events" | "log">): VerifySession {
  const cache = createShortCache<Verified>(deps.clock, { ttlMs: CACHE_MS, max: 10_000 });
  const ended = createShortCache<true>(deps.clock, { ttlMs: 2 * CACHE_MS, max: 10_000 });
  const seen = createShortCache<true>(deps.clock, { ttlMs: SEEN_EVERY_MS, max: 100_000 });
  /** Of people whose sessions have changed: what was remembered of them before counts no more. */
  const changed = createShortCache<number>(deps.clock, { ttlMs: 2 * CACHE_MS, max: 10_000 });
  let changes = 0;
  deps.events.subscribe((event) => {
    if (event.type === "userSessionsEnded") for (const id of event.sessionIds) ended.set(id, true);
    if (event.type === "userSessionsChanged") changed.set(event.userId, ++changes);
  });
  return async (claims) => {
    const { userId, sessionId, tenantId } = SessionClaims.parse(claims);
    if (ended.get(sessionId)) return null;
    const key = `${userId} ${sessionId} ${tenantId} ${changed.get(userId) ?? ""}`;
    const cached = cache.get(key);
    if (cached) return cached;
    const now = deps.clock.now();
    const [row] = await asUser(deps.db, userId, (tx) =>
      tx
        .select({
          name: appUser.name,
          email: appUser.email,
          isStrong: userSession.isStrong,
          onlyTenantId: userSession.onlyTenantId,
          role: membership.role,
          driverId: driver.id,
          demandsFactor: tenant.requiresSecondFactor,
          hasFactor: sql<boolean>`
            exists (select from ${totpFactor} where ${totpFactor.userId} = ${appUser.id} and ${totpFactor.confirmedAt} is not null)
            or exists (select from ${passkey} where ${passkey.userId} = ${appUser.id})`,
        })
        .from(userSession)
        .innerJoin(appUser, eq(appUser.id, userSession.userId))
        .leftJoin(membership, and(eq(membership.userId, appUser.id), sql`${membership.tenantId} = ${tenantId}::uuid`))
        .leftJoin(tenant, eq(tenant.id, membership.tenantId))
        .leftJoin(driver, and(eq(driver.userId, appUser.id), sql`${driver.tenantId} = ${tenantId}::uuid`))
        .where(
          and(
            eq(userSession.id, sessionId),
            eq(userSession.userId, userId),
            isNull(userSession.endedAt),
            gt(userSession.expiresAt, now),
            isNull(appUser.disabledAt),
            or(isNull(userSession.onlyTenantId), sql`${userSession.onlyTenantId} = ${tenantId}::uuid`),
          ),
        ),
    );
    if (!row) return null;
    const { name, email, isStrong, onlyTenantId, role, driverId } = row;
    const missingFactor = missingOf(row);
    const verified: Verified = {
      ...{ userId, name, email, sessionId, isStrong, onlyTenantId, missingFactor },
      // A provider for drivers opens no office, whoever it vouched for.
      actor:
        role && !missingFactor && (isStrong || onlyTenantId === null) ? { kind: "user", id: userId, name, role } : null,
      driver: driverId ? { kind: "driver", id: userId, driverId, name } : null,
    };
    cache.set(key, verified);
    if (!seen.get(sessionId)) {
      seen.set(sessionId, true);
      noteSeen(deps, userId, sessionId, now).catch((error: unknown) =>
        deps.log.warn({ err: error }, "that a session is in use was not noted"),
      );
    }
    return verified;
  };
}

/** Where a company's own provider vouched, how strongly it asks is that provider's to say. */
function missingOf(row: {
  readonly isStrong: boolean;
  readonly onlyTenantId: string | null;
  readonly hasFactor: boolean;
  readonly demandsFactor: boolean | null;
}): MissingFactor | null {
  if (row.isStrong || row.onlyTenantId !== null) return null;
  if (row.hasFactor) return "show";
  return row.demandsFactor ? "setUp" : null;
}

const noteSeen = (deps: Pick<Deps, "db">, userId: string, sessionId: string, now: Date): Promise<unknown> =>
  asUser(deps.db, userId, (tx) => tx.update(userSession).set({ lastSeenAt: now }).where(eq(userSession.id, sessionId)));
