import type { EnergyFlag } from "../../metering/energy.ts";
import type { InstantFlag } from "../../metering/instant.ts";
import type { ReadingFlag } from "../../metering/reading.ts";
import type { IdTokenVerdict } from "./decide-id-token.ts";

/** All that may stand in `session.suspect`: why a person should look before it is billed. */
export type SuspectReason =
  | `idToken:${Exclude<IdTokenVerdict, "accepted">}`
  | `start:${InstantFlag}`
  | `stop:${InstantFlag}`
  | `energy:${EnergyFlag}`
  /** The start named no connector, or one that the station does not have. */
  | "connectorUnknown"
  /** The start came late: a session that began after it was running on its connector already. */
  | "startOutOfOrder"
  | "meterStartNegative"
  | "noTariff"
  /** The stop named no transaction, and was matched by card, instant and register. */
  | "stopWithoutId"
  /** The stop is dated before the start. */
  | "stopBeforeStart"
  /** Stopped with a card that is neither the start's nor of its group (OCPP 1.6, 4.10), and not by us. */
  | "stopOtherCard"
  /** The stop never came. */
  | "abandoned"
  /** It cannot be worked out; the sweep tries again, ever later. */
  | "settlementFailed";

/** All that may stand in `meter_value.flags`. */
export type MeterValueFlag = InstantFlag | ReadingFlag | "unknownTransaction" | "afterStop" | ConnectorFlag;

type ConnectorFlag =
  /** No station has such a connector. */
  | "connectorUnknown"
  /** The transaction runs on another connector. */
  | "otherConnector";
