import type { InboundAction, OutboundAction } from "../../server/protocol/ocpp16/actions.ts";

/** Actions that stations call. An object, so that one that is missing does not compile. */
const FROM = {
  Authorize: true,
  BootNotification: true,
  DataTransfer: true,
  Heartbeat: true,
  MeterValues: true,
  StartTransaction: true,
  StatusNotification: true,
  StopTransaction: true,
} as const satisfies Record<InboundAction, true>;

/** Actions that we call. Both sides call DataTransfer: the direction tells them apart. */
const TO = {
  ChangeAvailability: true,
  ChangeConfiguration: true,
  ClearCache: true,
  GetConfiguration: true,
  RemoteStartTransaction: true,
  RemoteStopTransaction: true,
  Reset: true,
  TriggerMessage: true,
  UnlockConnector: true,
} as const satisfies Record<Exclude<OutboundAction, InboundAction>, true>;

export const FROM_STATION: readonly string[] = Object.keys(FROM);
export const TO_STATION: readonly string[] = Object.keys(TO);
