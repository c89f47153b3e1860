import { z } from "zod";
import { lenient, stationTime } from "../fields.ts";

/** OCPP 1.6, 7.43 SampledValue. Without measurand it is the imported active energy register, without unit Wh. */
const SampledValue = z.strictObject({
  value: z.string(), // OpenEVSE sends numbers
  context: z
    .enum([
      "Interruption.Begin",
      "Interruption.End",
      "Sample.Clock",
      "Sample.Periodic",
      "Transaction.Begin",
      "Transaction.End",
      "Trigger",
      "Other",
    ])
    .optional(),
  format: z.enum(["Raw", "SignedData"]).optional(),
  measurand: z
    .enum([
      "Energy.Active.Export.Register",
      "Energy.Active.Import.Register",
      "Energy.Reactive.Export.Register",
      "Energy.Reactive.Import.Register",
      "Energy.Active.Export.Interval",
      "Energy.Active.Import.Interval",
      "Energy.Reactive.Export.Interval",
      "Energy.Reactive.Import.Interval",
      "Power.Active.Export",
      "Power.Active.Import",
      "Power.Offered",
      "Power.Reactive.Export",
      "Power.Reactive.Import",
      "Power.Factor",
      "Current.Import",
      "Current.Export",
      "Current.Offered",
      "Voltage",
      "Frequency",
      "Temperature",
      "SoC",
      "RPM",
    ])
    .optional(),
  phase: z.enum(["L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1"]).optional(),
  location: z.enum(["Cable", "EV", "Inlet", "Outlet", "Body"]).optional(),
  unit: lenient(
    // Both spellings of Celsius are legal: the first schema had a typing error that the errata kept.
    z.enum([
      "Wh",
      "kWh",
      "varh",
      "kvarh",
      "W",
      "kW",
      "VA",
      "kVA",
      "var",
      "kvar",
      "A",
      "V",
      "K",
      "Celcius",
      "Celsius",
      "Fahrenheit",
      "Percent",
    ]),
    {
      aliases: { "%": "Percent", c: "Celsius", "°c": "Celsius", degc: "Celsius", f: "Fahrenheit", "°f": "Fahrenheit" },
    },
  ).optional(),
});

/** OCPP 1.6, 7.33 MeterValue: samples of one instant. */
export const MeterValue = z.strictObject({
  timestamp: stationTime(),
  sampledValue: lenient(z.array(SampledValue), { ifMissing: [] }),
});
