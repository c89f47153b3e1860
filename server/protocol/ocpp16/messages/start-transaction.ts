import { z } from "zod";
import { integer, lenient, reportedConnector, stationTime, text } from "../fields.ts";
import { IdTagInfo } from "./id-tag-info.ts";

/** OCPP 1.6, 6.45 and 6.46. `meterStart` is in Wh. */
export const StartTransactionRequest = z.strictObject({
  connectorId: reportedConnector(),
  idTag: text(20),
  meterStart: lenient(integer(), { round: true }),
  reservationId: integer().optional(),
  timestamp: stationTime(),
});
export const StartTransactionResponse = z.strictObject({
  idTagInfo: IdTagInfo,
  /** Firmware exists that takes 0 for "none". */
  transactionId: z.int().positive(),
});
