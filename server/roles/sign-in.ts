import type { Role } from "../../db/schema/tenants.ts";
import { AppError } from "../core/errors.ts";
import type { AuthDoor, SessionToken, SessionUser } from "../handle.ts";
import { createPasswordChecker } from "../services/auth/check-password.ts";
import { findUser } from "../services/auth/find-user.ts";
import { createPasswordHasher } from "../services/auth/hash-password.ts";
import { listMemberships } from "../services/auth/list-memberships.ts";
import type { VerifySession } from "../services/auth/verify-session.ts";
import { toCallerError } from "../services/caller-error.ts";
import type { Deps } from "../services/context.ts";
import { ROLE_PERMISSIONS } from "../services/permissions.ts";

/** What the pages' sign-in asks of the server. */
export function createAuthDoor(deps: Deps, options: { secret: string; verify: VerifySession }): AuthDoor {
  const check = createPasswordChecker(deps, createPasswordHasher());
  const withTenants = async (user: {
    id: string;
    email: string;
    name: string;
    sessionVersion: number;
  }): Promise<SessionUser> => {
    const memberships = await listMemberships(deps, user.id);
    return {
      userId: user.id,
      name: user.name,
      email: user.email,
      sessionVersion: user.sessionVersion,
      tenants: memberships.map(({ tenantId, ...rest }) => ({ id: tenantId, ...rest })),
    };
  };
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
    secret: options.secret,
    checkPassword: (attempt) =>
      guarded(async () => {
        const verdict = await check(attempt);
        if (verdict.outcome === "right") return withTenants(verdict.user);
        return { refused: verdict.outcome, retryAfterS: verdict.outcome === "locked" ? verdict.retryAfterS : 0 };
      }),
    permissionsOf: (role) => ROLE_PERMISSIONS[role as Role] ?? [],
    findSession: (token: SessionToken) =>
      guarded(async () => {
        if (!(await options.verify(token))) return null;
        const user = await findUser(deps, token.userId);
        return user && withTenants(user);
      }),
  };
}
