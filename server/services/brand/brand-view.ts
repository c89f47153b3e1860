import { z } from "zod";
import { BRAND_ASSET_KINDS, type brand, type brandAsset, type tenantDomain } from "../../../db/schema/tenants.ts";
import { derivePalette, type Palette } from "../../brand/derive-palette.ts";

/** A host name that shows the brand. */
export type DomainView = {
  readonly host: string;
  /** What a TXT record `_voltplane.{host}` must say to prove the name. */
  readonly proof: string;
  readonly verifiedAt: Date | null;
};

/** A brand as its editor shows it. */
export type BrandView = typeof brand.$inferSelect & {
  readonly palette: Palette;
  readonly assets: readonly { readonly kind: (typeof BRAND_ASSET_KINDS)[number]; readonly hash: string }[];
  readonly domains: readonly DomainView[];
};

export const BrandIdInput = z.strictObject({ brandId: z.uuid() });
export const AssetKind = z.enum(BRAND_ASSET_KINDS);

type Parts = {
  readonly row: typeof brand.$inferSelect;
  readonly assets: readonly Pick<typeof brandAsset.$inferSelect, "kind" | "sha256">[];
  readonly domains: readonly (typeof tenantDomain.$inferSelect)[];
};

export const toBrandView = ({ row, assets, domains }: Parts): BrandView => ({
  ...row,
  palette: derivePalette(row.colour.toLowerCase()),
  assets: assets.map(({ kind, sha256 }) => ({ kind, hash: Buffer.from(sha256).toString("hex") })),
  domains: domains.map(({ host, proof, verifiedAt }) => ({ host, proof, verifiedAt })),
});
