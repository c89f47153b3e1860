import { z } from "zod";
import { dateTime } from "../fields.ts";

/** OCPP 1.6, 6.29 and 6.30. */
export const HeartbeatRequest = z.strictObject({});
export const HeartbeatResponse = z.strictObject({ currentTime: dateTime() });
