import { z } from "zod";
import { lenient, reportedConnector, stationTime, text } from "../fields.ts";

/** OCPP 1.6, 6.47 and 6.48. Connector 0 is the charge point itself. */
export const StatusNotificationRequest = z.strictObject({
  connectorId: reportedConnector(),
  errorCode: lenient(
    z.enum([
      "ConnectorLockFailure",
      "EVCommunicationError",
      "GroundFailure",
      "HighTemperature",
      "InternalError",
      "LocalListConflict",
      "NoError",
      "OtherError",
      "OverCurrentFailure",
      "OverVoltage",
      "PowerMeterFailure",
      "PowerSwitchFailure",
      "ReaderFailure",
      "ResetFailure",
      "UnderVoltage",
      "WeakSignal",
    ]),
    { ifMissing: "NoError" },
  ),
  info: text(100).optional(),
  status: z.enum([
    "Available",
    "Preparing",
    "Charging",
    "SuspendedEVSE",
    "SuspendedEV",
    "Finishing",
    "Reserved",
    "Unavailable",
    "Faulted",
  ]),
  timestamp: stationTime().optional(),
  vendorId: text(255).optional(),
  vendorErrorCode: text(50).optional(),
});
export const StatusNotificationResponse = z.strictObject({});
