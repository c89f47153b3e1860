import type { Configuration } from "./configuration.ts";
import type { Scheduler, Task } from "./scheduler.ts";

/** What the timetable needs of its station. */
export type TimetableHost = {
  readonly scheduler: Scheduler;
  readonly configuration: Configuration;
  isOnline(): boolean;
  isPowered(): boolean;
  /** The station's own clock, in Unix ms. */
  clockMs(): number;
  sendHeartbeat(): void;
  ping(): void;
  sampleAligned(): void;
};

const DEFAULT_HEARTBEAT_S = 300;

/** What a station does by the clock: heartbeats and pings while it is online, clock-aligned samples while it has power. */
export class Timetable {
  readonly #host: TimetableHost;
  #heartbeat: Task | undefined;
  #ping: Task | undefined;
  #aligned: Task | undefined;

  constructor(host: TimetableHost) {
    this.#host = host;
  }

  armHeartbeat(): void {
    const { scheduler, configuration } = this.#host;
    this.#heartbeat?.cancel();
    const intervalS = configuration.integer("HeartbeatInterval") || DEFAULT_HEARTBEAT_S;
    this.#heartbeat = scheduler.after(intervalS * 1000, () => {
      if (!this.#host.isOnline()) return;
      this.#host.sendHeartbeat();
      this.armHeartbeat();
    });
  }

  armPing(): void {
    const { scheduler, configuration } = this.#host;
    this.#ping?.cancel();
    const intervalS = configuration.integer("WebSocketPingInterval");
    if (intervalS === 0) return;
    this.#ping = scheduler.after(intervalS * 1000, () => {
      this.#host.ping();
      this.armPing();
    });
  }

  /** Clock-aligned samples of every connector (OCPP 1.6 section 3.15.2), on multiples of the interval. */
  armAligned(): void {
    const { scheduler, configuration } = this.#host;
    this.#aligned?.cancel();
    const intervalMs = configuration.integer("ClockAlignedDataInterval") * 1000;
    if (intervalMs === 0 || !this.#host.isPowered()) return;
    const waitMs = intervalMs - (this.#host.clockMs() % intervalMs);
    this.#aligned = scheduler.after(waitMs, () => {
      this.#host.sampleAligned();
      this.armAligned();
    });
  }

  /** The connection is gone. */
  offline(): void {
    this.#heartbeat?.cancel();
    this.#ping?.cancel();
  }

  powerDown(): void {
    this.offline();
    this.#aligned?.cancel();
  }
}
