import type { RouterOutputs } from "../../server/transport/trpc/router.ts";

export type Brand = RouterOutputs["brand"]["get"];

/** What `brandFile` and `brandIcon` need of a brand as its editor has it. */
export const filesOf = ({ tenantId, id, colour, assets }: Brand) => ({
  tenantId,
  brandId: id,
  colour,
  assets: Object.fromEntries(assets.map(({ kind, hash }) => [kind, hash])),
});
