import type { Role } from "../../db/schema/tenants.ts";
import type { AuthDoor, SessionToken, SessionUser } from "../handle.ts";
import { createPasswordChecker } from "../services/auth/check-password.ts";
import { findUser } from "../services/auth/find-user.ts";
import { createPasswordHasher } from "../services/auth/hash-password.ts";
import { listMemberships } from "../services/auth/list-memberships.ts";
import type { VerifySession } from "../services/auth/verify-session.ts";
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
  return {
    secret: options.secret,
    checkPassword: async (attempt) => {
      const verdict = await check(attempt);
      if (verdict.outcome === "right") return withTenants(verdict.user);
      return { refused: verdict.outcome, retryAfterS: verdict.outcome === "locked" ? verdict.retryAfterS : 0 };
    },
    permissionsOf: (role) => ROLE_PERMISSIONS[role as Role] ?? [],
    findSession: async (token: SessionToken) => {
      if (!(await options.verify(token))) return null;
      const user = await findUser(deps, token.userId);
      return user && withTenants(user);
    },
  };
}
