import type { WebSocket } from "ws";
import { TokenBucket } from "../../core/rate-limit.ts";
import type { OcppLimits } from "./limits.ts";
import type { Timers } from "./timers.ts";

export type ThrottleContext = {
  readonly clock: { now(): Date };
  readonly timers: Timers;
  readonly limits: Pick<OcppLimits, "frames" | "abuseAfterMs" | "maxWaitingCalls">;
};

/**
 * Decides when the socket is read. Reading stops while too many CALLs wait, and while frames come faster than allowed: the
 * station then feels it through TCP and loses nothing. Only who keeps pushing for minutes is reported as abuse.
 */
export class ReadingThrottle {
  readonly #socket: Pick<WebSocket, "pause" | "resume">;
  readonly #context: ThrottleContext;
  readonly #onThrottled: (reason: "pausing" | "abuse") => void;
  readonly #bucket: TokenBucket;
  #isBacklogged = false;
  #tooFastSinceMs: number | null = null;
  #cancelResume: (() => void) | null = null;
  #hasEnded = false;
  #isPaused = false;

  constructor(
    socket: Pick<WebSocket, "pause" | "resume">,
    context: ThrottleContext,
    onThrottled: (reason: "pausing" | "abuse") => void,
  ) {
    this.#socket = socket;
    this.#context = context;
    this.#onThrottled = onThrottled;
    this.#bucket = new TokenBucket(context.limits.frames, context.clock.now().getTime());
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Counts one frame, and pauses when they come too fast. */
  count(nowMs: number): void {
    const { frames, abuseAfterMs } = this.#context.limits;
    const debtMs = this.#bucket.draw(frames, nowMs);
    if (debtMs === 0) {
      if (this.#tooFastSinceMs !== null && this.#bucket.level(frames, nowMs) > frames.burst / 2)
        this.#tooFastSinceMs = null;
      return;
    }
    if (this.#cancelResume || this.#hasEnded) return; // what had been read before the pause
    if (this.#tooFastSinceMs === null) {
      this.#tooFastSinceMs = nowMs;
      this.#onThrottled("pausing");
    } else if (nowMs - this.#tooFastSinceMs > abuseAfterMs) {
      this.#onThrottled("abuse");
      return;
    }
    this.#pauseFor(debtMs);
  }

  /** Above the limit reading stops, below it goes on. */
  setBacklog(waitingCalls: number): void {
    const { maxWaitingCalls } = this.#context.limits;
    this.#isBacklogged = waitingCalls > (this.#isBacklogged ? maxWaitingCalls / 2 : maxWaitingCalls);
    this.#apply();
  }

  /** Reads whatever comes from now on: the socket is being closed. */
  end(): void {
    this.#hasEnded = true;
    this.#cancelResume?.();
    this.#cancelResume = null;
    this.#apply();
  }

  #pauseFor(debtMs: number): void {
    // A little longer than the debt, so that a fast sender wakes us a few times a second and not once per frame.
    this.#cancelResume = this.#context.timers.after(Math.max(250, debtMs), () => {
      this.#cancelResume = null;
      this.#apply();
    });
    this.#apply();
  }

  #apply(): void {
    const shouldPause = !this.#hasEnded && (this.#isBacklogged || this.#cancelResume !== null);
    if (shouldPause === this.#isPaused) return;
    this.#isPaused = shouldPause;
    if (shouldPause) this.#socket.pause();
    else this.#socket.resume();
  }
}
