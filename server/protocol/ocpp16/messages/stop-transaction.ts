import { z } from "zod";
import { integer, lenient, NONE, stationTime, text } from "../fields.ts";
import { IdTagInfo } from "./id-tag-info.ts";
import { MeterValue } from "./meter-value.ts";

/** OCPP 1.6, 6.49 and 6.50. `meterStop` is in Wh. A refused stop would be repeated for ever: what it lacks counts as none. */
export const StopTransactionRequest = z.strictObject({
  idTag: text(20).optional(),
  meterStop: lenient(integer(), { round: true, ifMissing: NONE, ifUnreadable: NONE }),
  timestamp: stationTime(),
  transactionId: lenient(integer(), { ifMissing: NONE, ifUnreadable: NONE }),
  reason: z
    .enum([
      "DeAuthorized",
      "EmergencyStop",
      "EVDisconnected",
      "HardReset",
      "Local",
      "Other",
      "PowerLoss",
      "Reboot",
      "Remote",
      "SoftReset",
      "UnlockCommand",
    ])
    .optional(),
  transactionData: z.array(MeterValue).optional(),
});
export const StopTransactionResponse = z.strictObject({ idTagInfo: IdTagInfo.optional() });
