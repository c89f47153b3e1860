import { z } from "zod";
import type { site } from "../../../db/schema/assets.ts";
import { InstantText, toInstantText } from "../fields.ts";

export const SiteView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    address: z.string().nullable(),
    postalCode: z.string().nullable(),
    city: z.string().nullable(),
    country: z.string().meta({ description: "ISO 3166-1 alpha-3." }),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    timeZone: z.string().meta({ description: "IANA name; the site's tariffs are read in it." }),
    tariffId: z.uuid().nullable(),
    isPublic: z.boolean().meta({ description: "Every driver and guest sees it." }),
    createdAt: InstantText,
  })
  .meta({ id: "Site" });
export type SiteView = z.infer<typeof SiteView>;

export const toSiteView = ({ tenantId: _tenantId, createdAt, ...row }: typeof site.$inferSelect): SiteView => ({
  ...row,
  createdAt: toInstantText(createdAt),
});
