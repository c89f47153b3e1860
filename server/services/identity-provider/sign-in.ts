import { and, asc, eq } from "drizzle-orm";
import * as oidc from "openid-client";
import { z } from "zod";
import { identityProvider } from "../../../db/schema/sign-in.ts";
import { inTenant } from "../../../db/tenancy.ts";
import type { Sealer } from "../../core/seal.ts";
import type { Face, Faces } from "../brand/find-face.ts";
import type { Deps } from "../context.ts";
import type { Visit } from "../visit.ts";
import { admit, type Refusal } from "./admit.ts";
import { type ProviderClaims, readProviderClaims } from "./read-claims.ts";
import type { RelyingParties } from "./relying-party.ts";

const LIVES_MS = 10 * 60_000;

/** What the browser carries between leaving for the provider and coming back: sealed, so that it can be neither read nor made. */
const Journey = z.strictObject({
  tenantId: z.uuid(),
  providerId: z.uuid(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  redirectUri: z.string(),
  /** What paths of the company begin with. */
  base: z.string(),
  next: z.string(),
  untilMs: z.number(),
});
export type Journey = z.output<typeof Journey>;

export type ProviderDeps = Deps & {
  readonly faces: Faces;
  readonly parties: RelyingParties;
  /** For the journey. */
  readonly journeys: Sealer;
};

/** Whom a sign-in page is for. */
export type Audience = "staff" | "drivers";
export type ProviderChoice = { readonly id: string; readonly name: string };

/** The company's own ways to sign in that a page offers. */
export async function listProviderChoices(
  deps: Pick<Deps, "db">,
  tenantId: string,
  audience: Audience,
): Promise<readonly ProviderChoice[]> {
  const rows = await inTenant(deps.db, tenantId, (tx) =>
    tx
      .select({ id: identityProvider.id, name: identityProvider.name, audience: identityProvider.audience })
      .from(identityProvider)
      .where(and(eq(identityProvider.tenantId, tenantId), eq(identityProvider.isEnabled, true)))
      .orderBy(asc(identityProvider.name)),
  );
  return rows
    .filter((row) => row.audience === audience || row.audience === "all")
    .map(({ id, name }) => ({ id, name }));
}

async function findProvider(deps: Pick<Deps, "db">, tenantId: string, id: string) {
  const isIt = and(
    eq(identityProvider.tenantId, tenantId),
    eq(identityProvider.id, id),
    eq(identityProvider.isEnabled, true),
  );
  const [row] = await inTenant(deps.db, tenantId, (tx) => tx.select().from(identityProvider).where(isIt));
  return row ?? null;
}

/** Where a provider sends people back to: one address for a host name, whatever the provider. */
export const redirectUriOf = (origin: string): string => `${origin}/api/oidc/callback`;

export type Departure = {
  readonly face: Face;
  readonly providerId: string;
  readonly origin: string;
  readonly base: string;
  readonly next: string;
};

/**
 * The provider's page to send the browser to, and what it carries meanwhile (authorization code with PKCE, RFC 7636; state and
 * nonce, OpenID Connect Core 3.1.2.1). Null for a provider that is unknown or switched off; rejects where it does not answer.
 */
export async function beginJourney(
  deps: ProviderDeps,
  { face, providerId, origin, base, next }: Departure,
): Promise<{ readonly url: string; readonly journey: string } | null> {
  const { tenantId } = face;
  const provider = z.uuid().safeParse(providerId).success ? await findProvider(deps, tenantId, providerId) : null;
  if (!provider) return null;
  const config = await deps.parties.discover(provider);
  const verifier = oidc.randomPKCECodeVerifier();
  const journey: Journey = {
    ...{ tenantId, providerId, verifier, state: oidc.randomState(), nonce: oidc.randomNonce() },
    ...{ redirectUri: redirectUriOf(origin), base, next, untilMs: deps.clock.now().getTime() + LIVES_MS },
  };
  const url = oidc.buildAuthorizationUrl(config, {
    ...{ redirect_uri: journey.redirectUri, scope: provider.scopes, state: journey.state, nonce: journey.nonce },
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  });
  return { url: url.href, journey: deps.journeys.seal(Buffer.from(JSON.stringify(journey))).toString("base64url") };
}

/** Opens what the browser carried; null for what is not ours or has run out. */
export function openJourney(
  { journeys, clock }: Pick<ProviderDeps, "journeys" | "clock">,
  text: string,
): Journey | null {
  try {
    const journey = Journey.parse(JSON.parse(journeys.unseal(Buffer.from(text, "base64url")).toString()));
    return journey.untilMs > clock.now().getTime() ? journey : null;
  } catch {
    return null; // sealed by nobody here: as good as none
  }
}

export type Arrival =
  | { readonly userId: string; readonly tenantId: string; readonly isForOffice: boolean }
  | { readonly refused: Refusal | "denied" | "failed" };

/** The browser has come back with the provider's answer in the query of its address. */
export async function endJourney(
  deps: ProviderDeps & Pick<Visit, "home">,
  journey: Journey,
  query: string,
): Promise<Arrival> {
  const provider = await findProvider(deps, journey.tenantId, journey.providerId);
  if (!provider) return { refused: "failed" };
  let claims: ProviderClaims;
  try {
    claims = await exchange(deps, provider, journey, query);
  } catch (error) {
    const isDenied = error instanceof oidc.AuthorizationResponseError && error.error === "access_denied";
    deps.log.warn({ err: error, tenantId: journey.tenantId, providerId: provider.id }, "company sign-in failed");
    return { refused: isDenied ? "denied" : "failed" };
  }
  const at = { origin: new URL(journey.redirectUri).origin, base: journey.base };
  const admission = await admit({ ...deps, ...at }, provider, claims);
  if ("refused" in admission) {
    const { refused } = admission;
    deps.log.info({ tenantId: journey.tenantId, providerId: provider.id, refused }, "company sign-in refused");
    return admission;
  }
  return { userId: admission.userId, tenantId: journey.tenantId, isForOffice: provider.audience !== "drivers" };
}

async function exchange(
  deps: ProviderDeps,
  provider: typeof identityProvider.$inferSelect,
  { state, nonce, verifier, redirectUri }: Journey,
  query: string,
): Promise<ProviderClaims> {
  const config = await deps.parties.discover(provider);
  const tokens = await oidc.authorizationCodeGrant(config, new URL(`${redirectUri}${query}`), {
    ...{ pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
  });
  const idToken = tokens.claims();
  if (!idToken) throw new Error("the provider sent no ID token");
  if (typeof idToken.email === "string" || !config.serverMetadata().userinfo_endpoint)
    return readProviderClaims(idToken);
  const userInfo = await oidc.fetchUserInfo(config, tokens.access_token, idToken.sub);
  return readProviderClaims(idToken, userInfo);
}
