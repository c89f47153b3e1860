import * as oidc from "openid-client";
import type { identityProvider } from "../../../db/schema/sign-in.ts";
import type { Clock } from "../../core/clock.ts";
import type { Sealer } from "../../core/seal.ts";
import { createShortCache } from "../short-cache.ts";

export type FetchAbroad = typeof fetch;

type Row = typeof identityProvider.$inferSelect;
type Asked = Pick<Row, "issuer" | "clientId" | "sealedClientSecret">;

const TIMEOUT_S = 10;
const CACHE_MS = 10 * 60_000;

/** Finds out how a provider is spoken to (OpenID Connect Discovery 1.0), and remembers it for ten minutes. */
export type RelyingParties = {
  /** Rejects as openid-client does: what is wrong is in `code`. */
  discover(asked: Asked): Promise<oidc.Configuration>;
};

type Abroad = {
  readonly clock: Clock;
  readonly clientSecrets: Sealer;
  readonly fetchAbroad: FetchAbroad;
  /** Plain http is allowed: for an identity provider beside this server. */
  readonly allowsHttp: boolean;
};

export function createRelyingParties({ clock, clientSecrets, fetchAbroad, allowsHttp }: Abroad): RelyingParties {
  const cache = createShortCache<oidc.Configuration>(clock, { ttlMs: CACHE_MS, max: 1_000 });
  return {
    async discover({ issuer, clientId, sealedClientSecret }) {
      const key = JSON.stringify([issuer, clientId, Buffer.from(sealedClientSecret ?? []).toString("base64")]);
      const known = cache.get(key);
      if (known) return known;
      const secret = sealedClientSecret === null ? null : clientSecrets.unseal(sealedClientSecret).toString();
      const authentication = secret === null ? oidc.None() : byEitherWay(secret);
      const config = await oidc.discovery(new URL(issuer), clientId, {}, authentication, {
        timeout: TIMEOUT_S,
        [oidc.customFetch]: fetchAbroad as unknown as oidc.CustomFetch,
        execute: allowsHttp ? [oidc.allowInsecureRequests] : [],
      });
      cache.set(key, config);
      return config;
    },
  };
}

/** In the body where the provider takes it there, else in the header, which each must take (OpenID Connect Core, 9). */
const byEitherWay =
  (secret: string): oidc.ClientAuth =>
  (server, ...rest) => {
    const takesBody = server.token_endpoint_auth_methods_supported?.includes("client_secret_post") ?? false;
    return (takesBody ? oidc.ClientSecretPost(secret) : oidc.ClientSecretBasic(secret))(server, ...rest);
  };
