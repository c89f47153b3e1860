import { z } from "zod";
import { connector } from "../fields.ts";

/** OCPP 1.6, 6.51 and 6.52. */
export const TriggerMessageRequest = z.strictObject({
  requestedMessage: z.enum([
    "BootNotification",
    "DiagnosticsStatusNotification",
    "FirmwareStatusNotification",
    "Heartbeat",
    "MeterValues",
    "StatusNotification",
  ]),
  connectorId: connector().optional(),
});
export const TriggerMessageResponse = z.strictObject({ status: z.enum(["Accepted", "Rejected", "NotImplemented"]) });
