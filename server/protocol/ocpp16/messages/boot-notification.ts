import { z } from "zod";
import { dateTime, text } from "../fields.ts";

/** OCPP 1.6, 6.3 and 6.4. */
export const BootNotificationRequest = z.strictObject({
  chargePointVendor: text(20),
  chargePointModel: text(20),
  chargePointSerialNumber: text(25).optional(),
  chargeBoxSerialNumber: text(25).optional(),
  firmwareVersion: text(50).optional(),
  iccid: text(20).optional(),
  imsi: text(20).optional(),
  meterType: text(25).optional(),
  meterSerialNumber: text(25).optional(),
});
export const BootNotificationResponse = z.strictObject({
  status: z.enum(["Accepted", "Pending", "Rejected"]),
  currentTime: dateTime(),
  /** Seconds: between heartbeats when accepted, until the next boot otherwise. */
  interval: z.int().nonnegative(),
});
