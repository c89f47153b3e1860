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
  | "connectorUnknown"
  | "meterStartNegative"
  | "noTariff"
  /** The stop named no transaction and was matched by its card. */
  | "stopWithoutId"
  /** The stop never came. */
  | "abandoned"
  /** It cannot be worked out; the sweep tries again, ever later. */
  | "settlementFailed";

/** All that may stand in `meter_value.flags`. */
export type MeterValueFlag = InstantFlag | ReadingFlag | "unknownTransaction" | "afterStop";
