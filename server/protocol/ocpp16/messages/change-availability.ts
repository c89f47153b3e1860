import { z } from "zod";
import { connector } from "../fields.ts";

/** OCPP 1.6, 6.7 and 6.8. Connector 0 means the charge point with all its connectors. */
export const ChangeAvailabilityRequest = z.strictObject({
  connectorId: connector(),
  type: z.enum(["Inoperative", "Operative"]),
});
export const ChangeAvailabilityResponse = z.strictObject({ status: z.enum(["Accepted", "Rejected", "Scheduled"]) });
