import { createHash, timingSafeEqual } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { apiKey } from "../../../db/schema/tenants.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { AppError } from "../../core/errors.ts";
import type { Deps } from "../context.ts";
import type { Actor } from "../permissions.ts";
import { createShortCache } from "../short-cache.ts";
import { parseKeyText } from "./key-text.ts";

/** How long a key that was just revoked may still work where its revocation is not heard of. */
const CACHE_MS = 5_000;
/** Longer than what was remembered of a check that ran while the key was revoked. */
const REVOKED_MS = 60_000;
/** `last_used_at` is for people, to the minute. */
const USE_INTERVAL_MS = 60_000;

export type Authenticated = { readonly tenantId: string; readonly actor: Extract<Actor, { kind: "apiKey" }> };
export type AuthenticateApiKey = (keyText: string) => Promise<Authenticated>;

/**
 * The check of API keys. It throws `unauthenticated` with one wording for a key that is malformed, unknown, revoked or
 * wrong, so that a caller learns nothing.
 */
export function createApiKeyAuthenticator(deps: Pick<Deps, "db" | "clock" | "events">): AuthenticateApiKey {
  const cache = createShortCache<Authenticated>(deps.clock, { ttlMs: CACHE_MS, max: 10_000 });
  const revoked = createShortCache<true>(deps.clock, { ttlMs: REVOKED_MS, max: 10_000 });
  deps.events.subscribe((event) => {
    if (event.type === "apiKeyRevoked") revoked.set(event.apiKeyId, true);
  });
  return async (keyText) => {
    const cacheKey = createHash("sha256").update(keyText).digest("base64");
    const cached = cache.get(cacheKey);
    if (cached && !revoked.get(cached.actor.id)) return cached;
    const found = await findKey(deps, keyText);
    if (!found) throw new AppError("unauthenticated", "The API key is missing or not valid.");
    cache.set(cacheKey, found);
    return found;
  };
}

async function findKey(deps: Pick<Deps, "db" | "clock">, keyText: string): Promise<Authenticated | null> {
  const parsed = parseKeyText(keyText);
  if (!parsed) return null;
  const { tenantId, keyId, secretHash } = parsed;
  return inTenant(deps.db, tenantId, async (tx) => {
    const ofKey = and(eq(apiKey.tenantId, tenantId), eq(apiKey.id, keyId));
    const [row] = await tx.select().from(apiKey).where(ofKey);
    if (!row || !timingSafeEqual(row.secretHash, secretHash) || row.revokedAt) return null;
    const now = deps.clock.now();
    if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() >= USE_INTERVAL_MS) {
      await tx.update(apiKey).set({ lastUsedAt: now }).where(ofKey);
    }
    return { tenantId, actor: { kind: "apiKey", id: row.id, name: row.name, scopes: row.scopes } };
  });
}
