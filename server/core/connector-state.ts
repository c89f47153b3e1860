/** OCPP 1.6 ChargePointStatus (7.7), the operator's words for a connector. */
export const CONNECTOR_STATUSES = [
  "Available",
  "Preparing",
  "Charging",
  "SuspendedEV",
  "SuspendedEVSE",
  "Finishing",
  "Reserved",
  "Unavailable",
  "Faulted",
] as const;
export type ConnectorStatus = (typeof CONNECTOR_STATUSES)[number];

/** What an operator tells apart at a glance: each family has a colour, a shape and an icon. */
export const STATE_FAMILIES = ["free", "charging", "waiting", "fault", "out", "offline"] as const;
export type StateFamily = (typeof STATE_FAMILIES)[number];

/** The family of each status, for a connector whose station is connected. */
export const FAMILY_OF_STATUS = {
  Available: "free",
  Preparing: "waiting",
  Charging: "charging",
  SuspendedEV: "waiting",
  SuspendedEVSE: "waiting",
  Finishing: "waiting",
  Reserved: "waiting",
  Unavailable: "out",
  Faulted: "fault",
} as const satisfies Record<ConnectorStatus, StateFamily>;

export const isConnectorStatus = (value: string): value is ConnectorStatus =>
  (CONNECTOR_STATUSES as readonly string[]).includes(value);

/** What is known of a connector: the last reported status and whether its station is connected now. */
export type ConnectorState = { readonly status: ConnectorStatus | null; readonly isOnline: boolean };

/** The colour family. A station without connection, or one that never reported, is offline: it never reads as free. */
export const stateFamily = ({ status, isOnline }: ConnectorState): StateFamily =>
  isOnline && status ? FAMILY_OF_STATUS[status] : "offline";
