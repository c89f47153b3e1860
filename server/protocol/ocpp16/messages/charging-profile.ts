import { z } from "zod";
import { dateTime, integer } from "../fields.ts";

/** OCPP 1.6, 7.13 ChargingSchedule. Rates have at most one decimal. */
export const ChargingSchedule = z.strictObject({
  duration: integer().optional(),
  startSchedule: dateTime().optional(),
  chargingRateUnit: z.enum(["A", "W"]),
  chargingSchedulePeriod: z.array(
    z.strictObject({
      startPeriod: integer(),
      limit: z.number().multipleOf(0.1),
      numberPhases: integer().optional(),
    }),
  ),
  minChargingRate: z.number().multipleOf(0.1).optional(),
});

/** OCPP 1.6, 7.8 ChargingProfile. */
export const ChargingProfile = z.strictObject({
  chargingProfileId: integer(),
  transactionId: integer().optional(),
  stackLevel: z.int().nonnegative(),
  chargingProfilePurpose: z.enum(["ChargePointMaxProfile", "TxDefaultProfile", "TxProfile"]),
  chargingProfileKind: z.enum(["Absolute", "Recurring", "Relative"]),
  recurrencyKind: z.enum(["Daily", "Weekly"]).optional(),
  validFrom: dateTime().optional(),
  validTo: dateTime().optional(),
  chargingSchedule: ChargingSchedule,
});
