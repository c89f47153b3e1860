import { z } from "zod";
import { dateTime, text } from "../fields.ts";

/** OCPP 1.6, 7.26 and 7.2. */
export const IdTagInfo = z.strictObject({
  status: z.enum(["Accepted", "Blocked", "Expired", "Invalid", "ConcurrentTx"]),
  expiryDate: dateTime().optional(),
  parentIdTag: text(20).optional(),
});
