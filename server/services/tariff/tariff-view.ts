import { z } from "zod";
import type { tariff, tariffVersion } from "../../../db/schema/money.ts";
import { OcpiTariff } from "../../tariff/ocpi-tariff.ts";
import { InstantText, toInstantText, toInstantTextOrNull } from "../fields.ts";

export const TariffVersionView = z
  .object({
    id: z.uuid(),
    tariffId: z.uuid(),
    version: z.int().positive(),
    validFrom: InstantText.meta({ description: "The later of what was asked for and the object's start_date_time." }),
    validUntil: InstantText.nullable().meta({
      description: "The object's end_date_time; from then on the version before holds again. null: for good.",
    }),
    /** As it was given. */
    ocpi: OcpiTariff,
    sha256: z.string().meta({ description: "SHA-256 of the object's canonical JSON (RFC 8785), hexadecimal." }),
    createdAt: InstantText,
  })
  .meta({ id: "TariffVersion" });
export type TariffVersionView = z.infer<typeof TariffVersionView>;

export const TariffView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    currency: z.string(),
    isAdHoc: z.boolean().meta({ description: "The price for guests." }),
    retiredAt: InstantText.nullable(),
    createdAt: InstantText,
    latestVersion: TariffVersionView.nullable(),
    currentVersion: TariffVersionView.nullable().meta({
      description: "The one that holds now. null: none does, and sessions are free of charge.",
    }),
  })
  .meta({ id: "Tariff" });
export type TariffView = z.infer<typeof TariffView>;

export const toTariffVersionView = (row: typeof tariffVersion.$inferSelect): TariffVersionView => ({
  id: row.id,
  tariffId: row.tariffId,
  version: row.version,
  validFrom: toInstantText(row.validFrom),
  validUntil: toInstantTextOrNull(row.validUntil),
  ocpi: row.ocpi as OcpiTariff, // checked when it was stored
  sha256: Buffer.from(row.sha256).toString("hex"),
  createdAt: toInstantText(row.createdAt),
});

type Version = typeof tariffVersion.$inferSelect;
export type TariffVersions = { readonly latest: Version | undefined; readonly current: Version | undefined };

export const toTariffView = (row: typeof tariff.$inferSelect, { latest, current }: TariffVersions): TariffView => ({
  id: row.id,
  name: row.name,
  currency: row.currency,
  isAdHoc: row.isAdHoc,
  retiredAt: toInstantTextOrNull(row.retiredAt),
  createdAt: toInstantText(row.createdAt),
  latestVersion: latest ? toTariffVersionView(latest) : null,
  currentVersion: current ? toTariffVersionView(current) : null,
});
