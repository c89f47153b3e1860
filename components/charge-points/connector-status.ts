import { type ConnectorStatus, isConnectorStatus } from "../../server/core/connector-state.ts";

/** A status as stations say it; one that OCPP does not know is shown as unknown. */
export const toStatus = (status: string | null): ConnectorStatus | null =>
  status !== null && isConnectorStatus(status) ? status : null;
