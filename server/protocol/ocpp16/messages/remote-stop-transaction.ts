import { z } from "zod";
import { integer } from "../fields.ts";

/** OCPP 1.6, 6.35 and 6.36. */
export const RemoteStopTransactionRequest = z.strictObject({ transactionId: integer() });
export const RemoteStopTransactionResponse = z.strictObject({ status: z.enum(["Accepted", "Rejected"]) });
