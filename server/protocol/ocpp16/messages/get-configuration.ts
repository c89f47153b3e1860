import { z } from "zod";
import { lenient, text } from "../fields.ts";

/** OCPP 1.6, 6.23 and 6.24. No keys, or an empty list of them, asks for all. */
export const GetConfigurationRequest = z.strictObject({ key: z.array(text(50)).optional() });
export const GetConfigurationResponse = z.strictObject({
  configurationKey: z
    .array(
      z.strictObject({
        key: text(50),
        readonly: lenient(z.boolean(), { ifMissing: false }),
        value: lenient(text(2048), { jsonAsText: true }).optional(),
      }),
    )
    .optional(),
  unknownKey: z.array(text(50)).optional(),
});
