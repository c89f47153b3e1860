/** Deviations of real firmware, each off by default; they may be switched while the station runs. */
export type Quirks = {
  /** `epoch`: the clock starts at 1970 with each boot. `dayAhead`: one day fast. `noZone`: UTC without the "Z". */
  readonly clock?: "epoch" | "dayAhead" | "noZone";
  /** `kwhLabelledWh`: samples count kWh and say Wh. `missing`: samples carry no unit. */
  readonly units?: "kwhLabelledWh" | "missing";
  /** Sampled values are JSON numbers, not strings. */
  readonly numericValues?: boolean;
  /** Every transaction message goes out twice, as the same frame. */
  readonly duplicateMessages?: boolean;
  /** A transaction whose start was not answered yet reports -1, and keeps -1 in what was recorded by then. */
  readonly minusOneTransactionId?: boolean;
  /** Commands are read and never answered. */
  readonly neverAnswer?: boolean;
  /** Commands are answered this late. */
  readonly answerDelayMs?: number;
  /** BootNotification at every connect, not only after a boot. */
  readonly bootOnEveryConnect?: boolean;
  /** The Basic header carries the hex text of the password, not its bytes. */
  readonly hexPasswordInHeader?: boolean;
};

/** Encodes an instant the way this station's clock shows it. `uptimeMs` is the time since its last boot. */
export function encodeTimestamp(instantMs: number, uptimeMs: number, clock: Quirks["clock"]): string {
  switch (clock) {
    case "epoch":
      return new Date(Math.max(0, uptimeMs)).toISOString();
    case "dayAhead":
      return new Date(instantMs + 24 * 3600 * 1000).toISOString();
    case "noZone":
      return new Date(instantMs).toISOString().slice(0, -1);
    case undefined:
      return new Date(instantMs).toISOString();
  }
}
