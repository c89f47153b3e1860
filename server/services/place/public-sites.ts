import { and, eq } from "drizzle-orm";
import { site } from "../../../db/schema/assets.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { isUuid } from "../../core/ids.ts";
import type { Deps } from "../context.ts";
import { createShortCache } from "../short-cache.ts";

const CACHE_MS = 10_000;

/** Tells whether everybody may see a site. A site of another tenant is none. */
export function createPublicSites(deps: Pick<Deps, "db" | "clock">) {
  const cache = createShortCache<{ isPublic: boolean }>(deps.clock, { ttlMs: CACHE_MS, max: 10_000 });
  return async (tenantId: string, siteId: string): Promise<boolean> => {
    if (!isUuid(siteId)) return false;
    const key = `${tenantId} ${siteId}`;
    const known = cache.get(key);
    if (known) return known.isPublic;
    const [row] = await inTenant(deps.db, tenantId, (tx) =>
      tx
        .select({ isPublic: site.isPublic })
        .from(site)
        .where(and(eq(site.tenantId, tenantId), eq(site.id, siteId))),
    );
    const isPublic = row?.isPublic ?? false;
    cache.set(key, { isPublic });
    return isPublic;
  };
}
