import { and, eq } from "drizzle-orm";
import { chargePoint } from "../../../db/schema/assets.ts";
import { inTenant } from "../../../db/tenancy.ts";
import { isPasswordKey } from "../command/redact.ts";
import type { Deps } from "../context.ts";
import type { Station } from "./station.ts";

type Key = { readonly key: string; readonly readonly?: boolean | undefined; readonly value?: string | undefined };

/** NumberOfConnectors (OCPP 1.6, 9.1.20) as a number; null when that is not what it is. */
export const countConnectors = (value: string | null | undefined): number | null =>
  value && /^[1-9]\d{0,2}$/.test(value) ? Number(value) : null;

/** Keeps what a station says of its configuration, but not its password. An answer about some keys leaves the others as they are known. */
export async function keepConfiguration(
  deps: Pick<Deps, "db" | "clock" | "events">,
  station: Pick<Station, "tenantId" | "siteId" | "chargePointId">,
  keys: readonly Key[],
): Promise<void> {
  const heard = Object.fromEntries(
    keys.map(({ key, readonly = false, value }) => [
      key,
      { value: isPasswordKey(key) ? null : (value ?? null), readonly },
    ]),
  );
  const where = and(eq(chargePoint.tenantId, station.tenantId), eq(chargePoint.id, station.chargePointId));
  await inTenant(deps.db, station.tenantId, async (tx) => {
    const [row] = await tx.select({ known: chargePoint.configuration }).from(chargePoint).where(where).for("update");
    await tx
      .update(chargePoint)
      .set({ configuration: { ...row?.known, ...heard }, configurationAt: deps.clock.now() })
      .where(where);
  });
  deps.events.publish({
    type: "chargePointChanged",
    cause: "configured",
    tenantId: station.tenantId,
    siteId: station.siteId,
    chargePointId: station.chargePointId,
  });
}
