import type { IncomingMessage } from "node:http";
import { KeyedBuckets } from "../../core/rate-limit.ts";
import type { RefusedStation } from "../../services/station/station.ts";
import { type ConnectionContext, stationKey } from "./connection-context.ts";
import type { Refusal } from "./handshake.ts";

/** What is noted of a refused handshake beside its answer, bounded whoever knocks: a count, a log line, a station's record. */
export class Refusals {
  readonly #context: Pick<ConnectionContext, "desk" | "clock" | "log" | "metrics">;
  readonly #logBudget = new KeyedBuckets({ burst: 5, perSecond: 1 / 60 });
  readonly #recordBudget = new KeyedBuckets({ burst: 1, perSecond: 1 / 60 });

  constructor(context: Pick<ConnectionContext, "desk" | "clock" | "log" | "metrics">) {
    this.#context = context;
  }

  note({ reason, status }: Refusal, address: string, request: IncomingMessage): void {
    const { metrics, log, clock } = this.#context;
    metrics.handshakeRefused(reason);
    if (!this.#logBudget.tryDraw(address, clock.now().getTime())) return;
    log.info({ reason, status, address, url: request.url?.slice(0, 300) }, "handshake refused");
  }

  /** Of a known station. After the answer, which must not wait for it; lost when it fails: the station will knock again. */
  record({ tenantId, chargePointId, reason, detail }: RefusedStation): void {
    const { desk, clock, log } = this.#context;
    const key = `${stationKey({ tenantId, chargePointId })} ${reason}`;
    if (!this.#recordBudget.tryDraw(key, clock.now().getTime())) return;
    setImmediate(() => {
      desk.refused({ tenantId, chargePointId, reason, detail }).catch((error: unknown) => {
        log.warn({ tenantId, chargePointId, reason, err: error }, "refusal not kept");
      });
    });
  }
}
