import type { Role } from "../../db/schema/tenants.ts";
import { AppError } from "../core/errors.ts";
import type { AuthDoor, SessionToken } from "../handle.ts";
import type { AccountDeps } from "../services/account/context.ts";
import { AcceptInvitationInput, acceptInvitation } from "../services/auth/accept-invitation.ts";
import { createPasswordChecker } from "../services/auth/check-password.ts";
import { endSessions } from "../services/auth/end-sessions.ts";
import { listMemberships } from "../services/auth/list-memberships.ts";
import { openSession } from "../services/auth/open-session.ts";
import { RedeemInput } from "../services/auth/redeem-ticket.ts";
import { signInByTicket } from "../services/auth/sign-in-by-ticket.ts";
import type { VerifySession } from "../services/auth/verify-session.ts";
import type { Asked } from "../services/brand/find-face.ts";
import { toCallerError } from "../services/caller-error.ts";
import type { Deps } from "../services/context.ts";
import { beginJourney, endJourney, listProviderChoices, openJourney } from "../services/identity-provider/sign-in.ts";
import { findByPasskey, PasskeyAnswer } from "../services/passkey/sign-in.ts";
import { ROLE_PERMISSIONS } from "../services/permissions.ts";

type AuthDoorOptions = {
  readonly secret: string;
  readonly verify: VerifySession;
  readonly account: AccountDeps;
  /** The address a browser is at, as far as it can be believed. */
  readonly originOf: (asked: Asked, scheme: string) => Promise<string | null>;
  /** The installation's own address, for a browser at one of its addresses. */
  readonly homeOf: (origin: string | null) => string | null;
};

/** What the pages' sign-in asks of the server. */
export function createAuthDoor(deps: Deps, { secret, verify, account, originOf, homeOf }: AuthDoorOptions): AuthDoor {
  const { faces, ceremonies } = account;
  const check = createPasswordChecker(deps, account.hasher);

  /** The tenant to work in after signing in: the one that was asked for, else the newest; null for who is in no office. */
  async function officeOf(userId: string, asked: Asked): Promise<string | null> {
    const [memberships, face] = await Promise.all([listMemberships(deps, userId), faces.find(asked)]);
    const office = memberships.find(({ tenantId }) => tenantId === face?.tenantId) ?? memberships[0];
    return office?.tenantId ?? null;
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
        const [sessionId, tenantId] = await Promise.all([openSession(deps, opened), officeOf(userId, asked)]);
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
    acceptInvitation: ({ ip, userAgent, ...attempt }) =>
      guarded(async () => {
        const input = AcceptInvitationInput.safeParse(attempt);
        const accepted = input.success ? await acceptInvitation({ ...deps, ...account }, input.data) : null;
        if (!accepted) return null;
        const { userId, tenantId } = accepted;
        const sessionId = await openSession(deps, { userId, method: "mail", isStrong: false, ip, userAgent });
        return { userId, sessionId, tenantId };
      }),
    signInByPasskey: ({ asked, scheme, ip, userAgent, ...attempt }) =>
      guarded(async () => {
        const input = PasskeyAnswer.safeParse(attempt);
        if (!input.success) return null;
        const origin = await originOf(asked, scheme);
        const userId = await findByPasskey({ ...deps, ceremonies, origin }, input.data);
        if (!userId) return null;
        const opened = { userId, method: "passkey", isStrong: true, ip, userAgent } as const;
        const [sessionId, tenantId] = await Promise.all([openSession(deps, opened), officeOf(userId, asked)]);
        return { userId, sessionId, tenantId };
      }),
    beginCompanySignIn: ({ asked, scheme, ...departure }) =>
      guarded(async () => {
        const [face, origin] = await Promise.all([faces.find(asked), originOf(asked, scheme)]);
        return face && origin ? beginJourney({ ...deps, ...account }, { face, origin, ...departure }) : null;
      }),
    endCompanySignIn: ({ journey: carried, query, ip, userAgent }) =>
      guarded(async () => {
        const provided = { ...deps, ...account };
        const journey = openJourney(provided, carried);
        if (!journey) return null;
        const { base, next } = journey;
        const home = homeOf(new URL(journey.redirectUri).origin);
        const arrival = await endJourney({ ...provided, home }, journey, query);
        if ("refused" in arrival) return { refused: arrival.refused, base, next };
        const { userId, tenantId, isForOffice: isStrong } = arrival;
        const opened = { userId, method: "oidc", isStrong, onlyTenantId: tenantId, ip, userAgent } as const;
        return { token: { userId, tenantId, sessionId: await openSession(deps, opened) }, next };
      }),
    companySignIns: (tenantId, audience) => guarded(() => listProviderChoices(deps, tenantId, audience)),
    signOut: (token: SessionToken) =>
      guarded(async () => {
        await endSessions(deps, { userId: token.userId, onlyTenantId: null }, { sessionId: token.sessionId });
      }),
    permissionsOf: (role) => ROLE_PERMISSIONS[role as Role] ?? [],
    findSession: (token: SessionToken) =>
      guarded(async () => {
        const person = await verify(token);
        if (!person) return null;
        const { userId, name, email, onlyTenantId, missingFactor } = person;
        const memberships = await listMemberships(deps, userId);
        const tenants = memberships
          .filter(({ tenantId }) => onlyTenantId === null || tenantId === onlyTenantId)
          .map(({ tenantId, ...rest }) => ({ id: tenantId, ...rest }))
          .sort((one, other) => one.name.localeCompare(other.name));
        return { userId, name, email, isDriver: person.driver !== null, missingFactor, tenants };
      }),
  };
}
