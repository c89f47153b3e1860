import { derivePalette } from "../../server/brand/derive-palette.ts";
import type { Face } from "../../server/services/brand/find-face.ts";

type Files = Pick<Face, "tenantId" | "brandId" | "assets" | "colour">;

/** Where a brand's uploaded file is; null when it has none of that kind. */
export function brandFile(
  { tenantId, brandId, assets }: Omit<Files, "colour">,
  kind: keyof Face["assets"],
): string | null {
  const hash = assets[kind];
  return hash === undefined ? null : `/brand-files/${tenantId}/${brandId}/${kind}-${hash}`;
}

/** The icon for a home screen: the uploaded one, or one drawn in the brand's colour. */
export function brandIcon(face: Files, pixels: 180 | 192 | 512): string {
  const colour = derivePalette(face.colour.toLowerCase()).light.brand.slice(1);
  return brandFile(face, "icon") ?? `/brand-files/${face.tenantId}/${face.brandId}/icon-${pixels}-${colour}.png`;
}
