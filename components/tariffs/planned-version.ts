import type { RouterOutputs } from "../../server/transport/trpc/router.ts";

type Tariff = RouterOutputs["tariff"]["get"];
type Versions = Pick<Tariff, "latestVersion" | "currentVersion">;

/** The newest version, where it does not hold yet. The server's word counts that one holds: the reader's clock may lag. */
export function plannedVersion({ latestVersion, currentVersion }: Versions, now: Date): Tariff["latestVersion"] {
  if (!latestVersion || latestVersion.id === currentVersion?.id) return null;
  return new Date(latestVersion.validFrom) > now ? latestVersion : null;
}
