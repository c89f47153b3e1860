import { z } from "zod";
import { integer, lenient, reportedConnector } from "../fields.ts";
import { MeterValue } from "./meter-value.ts";

/** OCPP 1.6, 6.31 and 6.32. */
export const MeterValuesRequest = z.strictObject({
  connectorId: reportedConnector(),
  transactionId: integer().optional(),
  meterValue: lenient(z.array(MeterValue), { ifMissing: [] }),
});
export const MeterValuesResponse = z.strictObject({});
