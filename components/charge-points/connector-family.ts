import { type StateFamily, stateFamily } from "../../server/core/connector-state.ts";
import { toStatus } from "./connector-status.ts";
import type { ChargePoint, Connector, RunningSession } from "./fold-live.ts";

/** The state family of a connector as it is known now. */
export const familyOf = (point: ChargePoint, connector: Connector): StateFamily =>
  stateFamily({ status: toStatus(connector.status), isOnline: point.isOnline });

/** Since when a connector is in the state that is shown: of a silent station, since when it is silent. */
export function stateSince(point: ChargePoint, connector: Connector): Date | null {
  const at = point.isOnline ? connector.statusAt : (point.disconnectedAt ?? point.lastSeenAt);
  return at ? new Date(at) : null;
}

/** What a session draws now; null where that is not known: a silent station's last word is no power of this moment. */
export const powerNow = ({ isOnline }: Pick<ChargePoint, "isOnline">, { powerW }: Pick<RunningSession, "powerW">) =>
  isOnline ? powerW : null;
