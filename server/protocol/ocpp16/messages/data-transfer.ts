import { z } from "zod";
import { lenient, text } from "../fields.ts";

/** Vendors send objects where the standard has text. */
const data = () => lenient(z.string(), { jsonAsText: true });

/** OCPP 1.6, 6.15 and 6.16; both directions. */
export const DataTransferRequest = z.strictObject({
  vendorId: text(255),
  messageId: text(50).optional(),
  data: data().optional(),
});
export const DataTransferResponse = z.strictObject({
  status: z.enum(["Accepted", "Rejected", "UnknownMessageId", "UnknownVendorId"]),
  data: data().optional(),
});
