import { z } from "zod";
import { connector, text } from "../fields.ts";
import { ChargingProfile } from "./charging-profile.ts";

/** OCPP 1.6, 6.33 and 6.34. */
export const RemoteStartTransactionRequest = z.strictObject({
  connectorId: connector().optional(),
  idTag: text(20),
  chargingProfile: ChargingProfile.optional(),
});
export const RemoteStartTransactionResponse = z.strictObject({ status: z.enum(["Accepted", "Rejected"]) });
