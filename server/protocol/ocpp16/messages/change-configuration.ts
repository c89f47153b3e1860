import { z } from "zod";
import { text } from "../fields.ts";

/** OCPP 1.6, 6.9 and 6.10; the value's length is that of the schemas with the security extension. */
export const ChangeConfigurationRequest = z.strictObject({ key: text(50), value: text(2048) });
export const ChangeConfigurationResponse = z.strictObject({
  status: z.enum(["Accepted", "Rejected", "RebootRequired", "NotSupported"]),
});
