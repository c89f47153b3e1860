import type { PlainTransaction } from "../../../db/tenancy.ts";
import { instantArray, plainArray, textArray } from "./array-literals.ts";
import type { BootFact } from "./facts.ts";
import type { Placed } from "./write-batch.ts";

/** What a station says of itself at boot. The first accepted boot is remembered for ever. */
export async function writeBoots(tx: PlainTransaction, boots: readonly Placed<BootFact>[]): Promise<void> {
  if (boots.length === 0) return;
  const facts = boots.map(({ fact }) => fact);
  await tx`
    update charge_point c set
      vendor = b.vendor, model = b.model, serial_number = b.serial_number, firmware_version = b.firmware_version,
      iccid = b.iccid, imsi = b.imsi, meter_type = b.meter_type, meter_serial_number = b.meter_serial_number,
      last_boot_at = b.at, last_seen_at = b.at,
      first_boot_at = case when b.accepted then coalesce(c.first_boot_at, b.at) else c.first_boot_at end,
      updated_at = b.at
    from unnest(${plainArray(boots.map(({ entry }) => entry.tenantId))}::text::uuid[],
                ${plainArray(boots.map(({ entry }) => entry.chargePointId))}::text::uuid[],
                ${instantArray(facts.map((f) => f.at))}::text::timestamptz[],
                ${plainArray(facts.map((f) => String(f.accepted)))}::text::boolean[],
                ${textArray(facts.map((f) => f.vendor))}::text::text[],
                ${textArray(facts.map((f) => f.model))}::text::text[],
                ${textArray(facts.map((f) => f.serialNumber))}::text::text[],
                ${textArray(facts.map((f) => f.firmwareVersion))}::text::text[],
                ${textArray(facts.map((f) => f.iccid))}::text::text[],
                ${textArray(facts.map((f) => f.imsi))}::text::text[],
                ${textArray(facts.map((f) => f.meterType))}::text::text[],
                ${textArray(facts.map((f) => f.meterSerialNumber))}::text::text[])
      as b (tenant_id, charge_point_id, at, accepted, vendor, model, serial_number, firmware_version, iccid, imsi,
            meter_type, meter_serial_number)
    where c.tenant_id = b.tenant_id and c.id = b.charge_point_id`;
}
