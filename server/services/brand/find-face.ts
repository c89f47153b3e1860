import { and, eq, isNotNull } from "drizzle-orm";
import { type BrandAssetKind, brand, brandAsset, tenant, tenantDomain } from "../../../db/schema/tenants.ts";
import { inTenant } from "../../../db/tenancy.ts";
import type { Deps } from "../context.ts";
import { createShortCache } from "../short-cache.ts";

/** What everybody may know of a company: its name and look. Plain JSON, so that pages can hand it to the browser. */
export type Face = {
  readonly tenantId: string;
  readonly slug: string;
  readonly brandId: string;
  readonly name: string;
  /** `#RRGGBB` as chosen; `server/brand` derives what screens use. */
  readonly colour: string;
  readonly font: string;
  readonly languages: readonly string[];
  readonly timeZone: string;
  readonly currency: string;
  readonly supportEmail: string | null;
  readonly supportPhone: string | null;
  readonly imprintUrl: string | null;
  readonly privacyUrl: string | null;
  readonly termsUrl: string | null;
  readonly allowsSignUp: boolean;
  /** Of each file that was uploaded: the hash that names it in its address. */
  readonly assets: Readonly<Partial<Record<BrandAssetKind, string>>>;
};

/** How a request says whose it is: by the path's company, or by the host name. */
export type Asked = { readonly slug: string | null; readonly host: string | null };

export type Faces = {
  /** The company that a request is about; null where neither path nor host name one. */
  find(asked: Asked): Promise<Face | null>;
  /** The default face of a tenant; null for an unknown one. */
  ofTenant(tenantId: string): Promise<Face | null>;
};

const CACHE_MS = 30_000;

/** Faces are asked for by every page, and change when somebody edits one: they are remembered until then, at most half a minute. */
export function createFaces(deps: Pick<Deps, "db" | "clock" | "events">): Faces {
  let cache = createShortCache<{ face: Face | null }>(deps.clock, { ttlMs: CACHE_MS, max: 10_000 });
  deps.events.subscribe((event) => {
    if (event.type !== "brandChanged") return;
    cache = createShortCache(deps.clock, { ttlMs: CACHE_MS, max: 10_000 });
  });
  async function remembered(key: string, load: () => Promise<Face | null>): Promise<Face | null> {
    const into = cache;
    const known = into.get(key);
    if (known) return known.face;
    const face = await load();
    into.set(key, { face }); // into the cache of before: what changed meanwhile is not covered by old news
    return face;
  }
  return {
    find: ({ slug, host }) => {
      if (slug !== null) return remembered(`slug ${slug}`, () => loadBySlug(deps, slug));
      if (host !== null) return remembered(`host ${bareHost(host)}`, () => loadByHost(deps, bareHost(host)));
      return Promise.resolve(null);
    },
    ofTenant: (tenantId) => remembered(`tenant ${tenantId}`, () => loadFace(deps, tenantId, null)),
  };
}

/** Lower case and without the port. */
export const bareHost = (host: string): string => host.toLowerCase().replace(/:\d+$/, "").replace(/\.$/, "");

async function loadBySlug(deps: Pick<Deps, "db">, slug: string): Promise<Face | null> {
  const [row] = await deps.db.orm.select({ id: tenant.id }).from(tenant).where(eq(tenant.slug, slug));
  return row ? loadFace(deps, row.id, null) : null;
}

async function loadByHost(deps: Pick<Deps, "db">, host: string): Promise<Face | null> {
  const [row] = await deps.db.orm
    .select({ tenantId: tenantDomain.ofTenantId, brandId: tenantDomain.brandId })
    .from(tenantDomain)
    .where(and(eq(tenantDomain.host, host), isNotNull(tenantDomain.verifiedAt)));
  return row ? loadFace(deps, row.tenantId, row.brandId) : null;
}

async function loadFace(deps: Pick<Deps, "db">, tenantId: string, brandId: string | null): Promise<Face | null> {
  return inTenant(deps.db, tenantId, async (tx) => {
    const chosen = brandId === null ? eq(brand.isDefault, true) : eq(brand.id, brandId);
    const [row] = await tx
      .select()
      .from(brand)
      .innerJoin(tenant, eq(tenant.id, brand.tenantId))
      .where(and(eq(brand.tenantId, tenantId), chosen));
    if (!row) return null;
    const assets = await tx
      .select({ kind: brandAsset.kind, sha256: brandAsset.sha256 })
      .from(brandAsset)
      .where(and(eq(brandAsset.tenantId, tenantId), eq(brandAsset.brandId, row.brand.id)));
    const { name, colour, font, languages, allowsSignUp } = row.brand;
    const { supportEmail, supportPhone, imprintUrl, privacyUrl, termsUrl } = row.brand;
    const { slug, timeZone, currency } = row.tenant;
    return {
      ...{ tenantId, slug, brandId: row.brand.id, name, colour, font, languages, timeZone, currency },
      ...{ supportEmail, supportPhone, imprintUrl, privacyUrl, termsUrl, allowsSignUp },
      assets: Object.fromEntries(assets.map(({ kind, sha256 }) => [kind, Buffer.from(sha256).toString("hex")])),
    };
  });
}
