import { isConnectorNumber } from "./connector-number.ts";

type Begun = {
  readonly connectorNumber: number;
  /** False: its card was refused. */
  readonly isAccepted: boolean;
  readonly startedAtMs: number;
};

/**
 * Whether a start ends what was begun at the same connector. A refused start says nothing about the session that runs, and an
 * earlier one that arrives late neither; one that was refused runs no more once anything else begins there.
 */
export const isReplaced = (open: Begun, by: Begun): boolean =>
  placeOf(open) === placeOf(by) && (!open.isAccepted || (by.isAccepted && open.startedAtMs <= by.startedAtMs));

/** Numbers that no connector has are one place: there are too many of them to keep a session open at each. */
const placeOf = ({ connectorNumber }: Begun): number => (isConnectorNumber(connectorNumber) ? connectorNumber : 0);
