import type { Role } from "../../db/schema/tenants.ts";
import { AppError } from "../core/errors.ts";
import type { AuthDoor, SessionToken } from "../handle.ts";
import { createPasswordChecker } from "../services/auth/check-password.ts";
import { endSessions } from "../services/auth/end-sessions.ts";
import { createPasswordHasher } from "../services/auth/hash-password.ts";
import { listMemberships } from "../services/auth/list-memberships.ts";
import { openSession } from "../services/auth/open-session.ts";
import { RedeemInput } from "../services/auth/redeem-ticket.ts";
import { signInByTicket } from "../services/auth/sign-in-by-ticket.ts";
import type { VerifySession } from "../services/auth/verify-session.ts";
import type { Asked, Faces } from "../services/brand/find-face.ts";
import { toCallerError } from "../services/caller-error.ts";
import type { Deps } from "../services/context.ts";
import { ROLE_PERMISSIONS } from "../services/permissions.ts";

type AuthDoorOptions = { readonly secret: string; readonly verify: VerifySession; readonly faces: Faces };

/** What the pages' sign-in asks of the server. */
export function createAuthDoor(deps: Deps, { secret, verify, faces }: AuthDoorOptions): AuthDoor {
  const check = createPasswordChecker(deps, createPasswordHasher());

  /** The tenant to work in after signing in: the one that was asked for, else the first; null for who is in no office. */
  async function homeOf(userId: string, asked: Asked): Promise<string | null> {
    const [memberships, face] = await Promise.all([listMemberships(deps, userId), faces.find(asked)]);
    const home = memberships.find(({ tenantId }) => tenantId === face?.tenantId) ?? memberships[0];
    return home?.tenantId ?? null;
  }

  /** Pages write what they catch to their own log: they are told the kind of failure and none of its data. */
  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const known = toCallerError(error);
      if (known !== error) deps.log.error({ err: error }, "auth door failed");
      throw known ?? new AppError("internal", "Something went wrong.");
    }
  }

  return {
    secret,
    signInByPassword: ({ asked, userAgent, ...attempt }) =>
      guarded(async () => {
        const verdict = await check(attempt);
        if (verdict.outcome !== "right") {
          return { refused: verdict.outcome, retryAfterS: verdict.outcome === "locked" ? verdict.retryAfterS : 0 };
        }
        const userId = verdict.user.id;
        const opened = { userId, method: "password", isStrong: false, ip: attempt.ip, userAgent } as const;
        const [sessionId, tenantId] = await Promise.all([openSession(deps, opened), homeOf(userId, asked)]);
        return { userId, sessionId, tenantId };
      }),
    signInByTicket: ({ ip, userAgent, ...attempt }) =>
      guarded(async () => {
        const input = RedeemInput.safeParse(attempt);
        const signedIn = input.success ? await signInByTicket(deps, faces, input.data) : null;
        if (!signedIn) return null;
        const { userId, tenantId } = signedIn;
        const sessionId = await openSession(deps, { userId, method: "mail", isStrong: false, ip, userAgent });
        return { userId, sessionId, tenantId };
      }),
    signOut: (token: SessionToken) =>
      guarded(async () => {
        await endSessions(deps, { userId: token.userId, onlyTenantId: null }, { sessionId: token.sessionId });
      }),
    permissionsOf: (role) => ROLE_PERMISSIONS[role as Role] ?? [],
    findSession: (token: SessionToken) =>
      guarded(async () => {
        const person = await verify(token);
        if (!person) return null;
        const { userId, name, email, onlyTenantId } = person;
        const memberships = await listMemberships(deps, userId);
        const tenants = memberships
          .filter(({ tenantId }) => onlyTenantId === null || tenantId === onlyTenantId)
          .map(({ tenantId, ...rest }) => ({ id: tenantId, ...rest }));
        return { userId, name, email, isDriver: person.driver !== null, tenants };
      }),
  };
}
