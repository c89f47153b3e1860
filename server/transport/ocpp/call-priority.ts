/** Lower goes first. */
export type CallPriority = 0 | 1 | 2;

/** Someone stands at the station, or the grid connection is at stake. */
const URGENT = new Set([
  "RemoteStopTransaction",
  "RemoteStartTransaction",
  "UnlockConnector",
  "SetChargingProfile",
  "ClearChargingProfile",
]);

/** Reading and long transfers can wait. */
const PATIENT = new Set([
  "GetConfiguration",
  "GetCompositeSchedule",
  "GetLocalListVersion",
  "SendLocalList",
  "GetDiagnostics",
  "GetLog",
  "GetInstalledCertificateIds",
  "TriggerMessage",
  "ExtendedTriggerMessage",
]);

/** Within one priority the order of asking holds, so that what depends on each other must share one. */
export const callPriority = (action: string): CallPriority => (URGENT.has(action) ? 0 : PATIENT.has(action) ? 2 : 1);
