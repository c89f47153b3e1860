import { z } from "zod";
import { connector } from "../fields.ts";

/** OCPP 1.6, 6.53 and 6.54. */
export const UnlockConnectorRequest = z.strictObject({ connectorId: connector() });
export const UnlockConnectorResponse = z.strictObject({ status: z.enum(["Unlocked", "UnlockFailed", "NotSupported"]) });
