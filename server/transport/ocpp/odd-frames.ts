import { namesPassword } from "../../services/command/redact.ts";
import type { LoggedExchange, Station } from "../../services/station/station.ts";
import { type ConnectionContext, stationKey } from "./connection-context.ts";
import type { OddFrame } from "./metrics.ts";

const MAX_RAW_LENGTH = 4096;

export type OddFrameNote = {
  readonly kind: OddFrame;
  readonly reason: string;
  readonly raw: string | null;
  readonly messageId?: string | null;
  readonly action?: string | null;
  /** The CALLERROR we answered with, if we did. */
  readonly errorCode?: string | null;
};

/**
 * Puts frames that no handler sees into the message log: cut to 4 KiB, and sampled, so that a flood cannot fill the database.
 * Of one that names the station's password only that it came is kept: what is no message cannot be redacted field by field.
 */
export class OddFrames {
  readonly #station: Station;
  readonly #context: ConnectionContext;
  #dropped = 0;

  constructor(station: Station, context: ConnectionContext) {
    this.#station = station;
    this.#context = context;
  }

  note({ kind, reason, raw, messageId = null, action = null, errorCode = null }: OddFrameNote): void {
    const { metrics, clock, oddFrameBudget } = this.#context;
    metrics.frameUnhandled(kind);
    const at = clock.now();
    if (!oddFrameBudget.tryDraw(stationKey(this.#station), at.getTime())) {
      this.#dropped += 1;
      return;
    }
    const dropped = this.#dropped;
    this.#dropped = 0;
    const isSecret = raw !== null && namesPassword(raw);
    const notes = [
      ...(isSecret ? ["it names a password: not shown"] : []),
      ...(dropped ? [`${dropped} more not logged`] : []),
    ];
    void this.#keep({
      direction: "in",
      at,
      messageId: messageId === null ? null : storable(messageId),
      action: action === null ? null : storable(action.slice(0, 255)),
      request: null,
      raw: raw === null || isSecret ? null : storable(raw.slice(0, MAX_RAW_LENGTH)),
      response: null,
      errorCode,
      errorDescription: [reason, ...notes.map((note) => `(${note})`)].join(" "),
      answeredAt: errorCode === null ? null : at,
      quirks: [],
    });
  }

  async #keep(exchange: LoggedExchange): Promise<void> {
    const { tenantId, chargePointId } = this.#station;
    try {
      await this.#context.desk.log(this.#station, exchange);
    } catch (error) {
      const reason = exchange.errorDescription;
      this.#context.log.warn({ tenantId, chargePointId, reason, err: error }, "odd frame could not be kept");
    }
  }
}

/** PostgreSQL keeps neither U+0000 nor half a surrogate pair, which cutting may leave. */
const storable = (text: string): string => text.replaceAll("\u0000", "\ufffd").toWellFormed();
