import { z } from "zod";

/** OCPP 1.6, 6.39 and 6.40. */
export const ResetRequest = z.strictObject({ type: z.enum(["Hard", "Soft"]) });
export const ResetResponse = z.strictObject({ status: z.enum(["Accepted", "Rejected"]) });
