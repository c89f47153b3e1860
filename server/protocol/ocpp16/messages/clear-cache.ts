import { z } from "zod";

/** OCPP 1.6, 6.11 and 6.12. */
export const ClearCacheRequest = z.strictObject({});
export const ClearCacheResponse = z.strictObject({ status: z.enum(["Accepted", "Rejected"]) });
