export const HAPPENING_KINDS = [
  "sessionStarted",
  "sessionEnded",
  "fault",
  "disconnected",
  "connected",
  "booted",
  "refused",
  "unmatchedStop",
] as const;
export type HappeningKind = (typeof HAPPENING_KINDS)[number];

/** Something that somebody who watches over a fleet wants to hear of. */
export type Happening = {
  readonly kind: HappeningKind;
  /** ISO instant. */
  readonly at: string;
  readonly chargePointId: string;
  readonly identity: string;
  readonly siteId: string | null;
  readonly connectorNumber: number | null;
  readonly sessionId: string | null;
  /** Of an ended session, in Wh with decimals as text. */
  readonly energyWh: string | null;
  /** What the station or our door says of it: error code, reason. */
  readonly detail: string | null;
};

/** What tells one from all others. */
export const happeningKey = ({ kind, at, chargePointId, connectorNumber, sessionId }: Happening): string =>
  [kind, sessionId ?? chargePointId, connectorNumber, at].join("/");
