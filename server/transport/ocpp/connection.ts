import type { RawData, WebSocket } from "ws";
import { type Decoded, decodeFrame, encodeCallError, encodeCallResult } from "../../protocol/ocpp16/frame.ts";
import { OCPP_ERROR_CODES, type OcppErrorCode } from "../../protocol/ocpp16/ocpp-error.ts";
import { describeQuirk } from "../../protocol/ocpp16/quirk.ts";
import type { CommandAcceptance, CommandRequest } from "../../services/ports.ts";
import type { Answer, InboundCall, Station } from "../../services/station/station.ts";
import { type ConnectionContext, stationKey } from "./connection-context.ts";
import { InboundQueue } from "./inbound-queue.ts";
import { actionLabel } from "./metrics.ts";
import { OddFrames } from "./odd-frames.ts";
import { ReadingThrottle } from "./reading-throttle.ts";
import { Silence } from "./silence.ts";
import { StationOutbox } from "./station-outbox.ts";

const MAX_FRAME_DEPTH = 32;

/** Close codes of RFC 6455 and its registry, as this door uses them. */
export const CLOSE = {
  unsupportedData: 1003,
  policy: 1008,
  serviceRestart: 1012,
  tryAgainLater: 1013,
} as const;

export type ConnectionParts = {
  readonly station: Station;
  readonly socket: WebSocket;
  readonly context: ConnectionContext;
  /** The socket has gone; called once. */
  readonly onClosed: (connection: Connection, reason: string) => void;
};

/**
 * One station's socket. Inbound CALLs run one after another; answers to our own CALLs and control frames are handled at once,
 * because stations call us before they answer us. Nothing is answered before the desk has kept it.
 */
export class Connection {
  readonly station: Station;
  readonly #socket: WebSocket;
  readonly #context: ConnectionContext;
  readonly #inbound: InboundQueue;
  readonly #outbox: StationOutbox;
  readonly #throttle: ReadingThrottle;
  readonly #oddFrames: OddFrames;
  readonly #silence: Silence;
  readonly #onClosed: ConnectionParts["onClosed"];
  /** Set once the connection only finishes what it began. */
  #farewell: { readonly code: number; readonly reason: string } | null = null;
  #isClosing = false;
  #cancelTimer: (() => void) | null = null;

  constructor({ station, socket, context, onClosed }: ConnectionParts) {
    this.station = station;
    this.#socket = socket;
    this.#context = context;
    this.#onClosed = onClosed;
    const { clock, timers, limits } = context;
    this.#inbound = new InboundQueue({
      clock,
      timers,
      heartbeatPatienceMs: limits.heartbeatPatienceMs,
      handle: (call) => this.#handle(call),
      answered: (call, answer, startedAtMs) => this.#answer(call, answer, startedAtMs),
      unkept: (call, error, startedAtMs) => this.#leaveUnanswered(call, error, startedAtMs),
      mayOvertake: (call) => call.action === "Heartbeat" && station.hasBooted && this.isServing,
      moved: () => this.#onQueueMoved(),
    });
    this.#outbox = new StationOutbox(station, context, {
      isBooting: () => this.#inbound.current?.action === "BootNotification",
      isReadingPaused: () => this.isReadingPaused,
      transmit: (text) => void this.#send(text),
      giveUp: (reason) => this.close(CLOSE.policy, reason),
      ended: () => this.#closeIfDone(),
    });
    this.#throttle = new ReadingThrottle(socket, context, (reason) => this.#onThrottled(reason));
    this.#oddFrames = new OddFrames(station, context);
    this.#silence = new Silence(limits, station.heartbeatIntervalS);
    this.#listen();
  }

  get key(): string {
    return stationKey(this.station);
  }

  /** Whether this socket still speaks for its station. */
  get isServing(): boolean {
    return !this.#isClosing && !this.#farewell;
  }

  get isReadingPaused(): boolean {
    return this.#throttle.isPaused;
  }

  /** Takes a CALL of ours into the queue. */
  offer(request: CommandRequest): CommandAcceptance {
    return this.isServing ? this.#outbox.queue.offer(request) : "offline";
  }

  /** Starts nothing new in either direction while a newer connection is being opened. `release` undoes one `hold`. */
  hold(): void {
    this.#inbound.hold();
    this.#outbox.queue.hold();
  }

  release(): void {
    this.#inbound.release();
    this.#outbox.queue.release();
  }

  /**
   * Ends the connection once what it began is finished, at the latest after `graceMs`. What waits is dropped unanswered (the
   * station repeats it). An answer that comes out of it is still sent: its commit is real, whoever holds the newest socket.
   */
  retire(code: number, reason: string, graceMs: number): void {
    if (!this.isServing) return;
    this.#farewell = { code, reason };
    this.#closeAfter(graceMs, code, reason);
    this.#outbox.queue.close();
    this.#inbound.close(); // closes the socket if nothing is left to finish
  }

  /** Closes the socket now. */
  close(code: number, reason: string): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#cancelTimer?.();
    this.#inbound.close();
    this.#outbox.queue.disconnect();
    this.#throttle.end(); // the peer's close frame must be read
    this.#socket.close(code, closeReason(reason));
  }

  /** Ends the socket without a closing handshake: the peer is gone, or does not read. */
  terminate(): void {
    this.#isClosing = true;
    this.#socket.terminate();
  }

  /** Called once per ping interval: pings, and gives up a station that has fallen silent. */
  visit(nowMs: number): void {
    if (this.#isClosing) return;
    this.#outbox.queue.expire(nowMs);
    if (this.#inbound.headAgeMs(nowMs) > this.#context.limits.handleTimeoutMs) {
      this.close(CLOSE.tryAgainLater, "try again later");
    } else if (this.isReadingPaused) {
      this.#silence.heard(); // what we do not read we cannot miss
    } else if (this.#silence.isTooLong()) {
      this.#context.log.info(this.#about(), "station fell silent");
      this.terminate();
    } else {
      this.#socket.ping();
    }
  }

  #listen(): void {
    this.#socket.on("message", (data, isBinary) => this.#onMessage(data, isBinary));
    this.#socket.on("ping", () => this.#onControlFrame());
    this.#socket.on("pong", () => {
      this.#silence.answeredPing();
      this.#onControlFrame();
    });
    this.#socket.on("error", (error) => this.#onError(error));
    this.#socket.on("close", (code, reason) => this.#onClose(code, reason.toString()));
  }

  #onControlFrame(): void {
    if (this.#isClosing) return;
    this.#life();
    this.#throttle.count(this.#context.clock.now().getTime());
  }

  #life(): void {
    this.#silence.heard();
    this.#context.desk.seen(this.station);
  }

  #onMessage(data: RawData, isBinary: boolean): void {
    if (this.#isClosing) return;
    this.#life();
    const receivedAt = this.#context.clock.now();
    this.#throttle.count(receivedAt.getTime());
    if (this.#isClosing) return; // closed for abuse just now
    if (isBinary) {
      this.#oddFrames.note({ kind: "binary", reason: "binary frame: OCPP-J is text", raw: null });
      this.close(CLOSE.unsupportedData, "text frames only");
      return;
    }
    const text = textOf(data);
    const limits = { maxBytes: this.#context.limits.maxFrameBytes, maxDepth: MAX_FRAME_DEPTH };
    this.#dispatch(decodeFrame(text, limits), text, receivedAt);
  }

  #dispatch(frame: Decoded, raw: string, receivedAt: Date): void {
    switch (frame.kind) {
      case "call":
        this.#inbound.push({
          messageId: frame.id,
          action: frame.action,
          payload: frame.payload,
          receivedAt,
          quirks: frame.quirks.map(describeQuirk),
        });
        return;
      case "callResult":
        this.#settle(frame.id, { kind: "answered", response: frame.payload, quirks: frame.quirks }, raw);
        return;
      case "callError": {
        const { code, description, details, quirks } = frame;
        this.#settle(frame.id, { kind: "failed", code, description, details, quirks }, raw);
        return;
      }
      case "ignored": // OCPP-J 1.6, 4.1.3: an unknown message type is ignored
        this.#oddFrames.note({ kind: "ignored", reason: `unknown message type ${frame.messageType}`, raw });
        return;
      case "malformed":
        this.#onMalformed(frame, raw);
        return;
    }
  }

  #settle(id: string, outcome: Parameters<StationOutbox["queue"]["settle"]>[1], raw: string): void {
    if (this.#outbox.queue.settle(id, outcome)) return;
    this.#oddFrames.note({ kind: "lateAnswer", reason: "no call of ours waits for this answer", raw, messageId: id });
  }

  #onMalformed(frame: Extract<Decoded, { kind: "malformed" }>, raw: string): void {
    const { id, answer, reason, messageType } = frame;
    // Where an answer breaks off, the password that a station tells may stand before the name that gives it away.
    const isCutOff = (messageType === 3 || messageType === 4) && !raw.trimEnd().endsWith("]");
    const words = isCutOff ? { reason: `${reason} (cut off at ${raw.length}: not shown)`, raw: null } : { reason, raw };
    this.#oddFrames.note({ kind: "malformed", ...words, messageId: id, errorCode: answer?.code ?? null });
    if (answer && id !== null) this.#send(encodeCallError(id, answer.code, answer.description));
    else if (id !== null && messageType !== 2) {
      // Our CALL was answered, only nobody can read how: no need to wait for the time-out.
      const failed = {
        kind: "failed",
        code: "FormationViolation",
        description: reason,
        details: {},
        quirks: [],
      } as const;
      this.#outbox.queue.settle(id, failed);
    }
  }

  /**
   * OCPP-J 1.6 errata: before a station was ever accepted, anything but a BootNotification, or what it was told to send,
   * is answered with SecurityError.
   */
  async #handle(call: InboundCall): Promise<Answer> {
    const { action } = call;
    if (this.#isHeard(action) || action === "BootNotification" || this.#outbox.hasTriggered(action)) {
      return this.#context.desk.handle(this.station, call);
    }
    const description = "no BootNotification of this charge point was accepted yet";
    const raw = JSON.stringify(call.payload);
    const { messageId } = call;
    this.#oddFrames.note({ kind: "early", reason: description, raw, messageId, action, errorCode: "SecurityError" });
    return { kind: "error", code: "SecurityError", description };
  }

  /** One that is let in no more still tells how what it did before has ended. */
  #isHeard(action: string): boolean {
    const { hasBooted, registration } = this.station;
    return hasBooted && (registration === "accepted" || action === "StopTransaction" || action === "MeterValues");
  }

  #answer(call: InboundCall, answer: Answer, startedAtMs: number): void {
    const isSent = this.#send(
      answer.kind === "result"
        ? encodeCallResult(call.messageId, answer.payload)
        : encodeCallError(call.messageId, wireCode(answer.code), answer.description, answer.details),
    );
    this.#count(call, isSent ? answer.kind : "unsent", startedAtMs);
    this.#outbox.onCallAnswered();
  }

  /**
   * A CALL that could not be kept stays unanswered, and the CALLs behind it must not overtake it. So the socket closes soon,
   * which makes the station repeat them all on its next one; until then Heartbeats are answered.
   */
  #leaveUnanswered(call: InboundCall, error: unknown, startedAtMs: number): void {
    this.#count(call, "unkept", startedAtMs);
    this.#inbound.close();
    if (isSuperseded(error)) {
      this.close(CLOSE.serviceRestart, "replaced"); // another socket, perhaps on another node, speaks for the station
      return;
    }
    this.#context.log.warn(
      { ...this.#about(), action: actionLabel(call.action), err: error },
      "call could not be kept",
    );
    if (this.isServing && !this.#cancelTimer) {
      const { random, limits } = this.#context;
      this.#closeAfter(limits.unkeptCloseMs * (1 + random()), CLOSE.tryAgainLater, "try again later");
    }
  }

  #count(call: InboundCall, outcome: "result" | "error" | "unkept" | "unsent", startedAtMs: number): void {
    const durationMs = this.#context.clock.now().getTime() - startedAtMs;
    this.#context.metrics.callReceived(actionLabel(call.action), outcome, durationMs);
  }

  #onQueueMoved(): void {
    this.#throttle.setBacklog(this.#inbound.waiting);
    this.#closeIfDone();
  }

  #closeIfDone(): void {
    if (!this.#farewell || this.#inbound.current || this.#outbox.queue.openMessageId !== null) return;
    this.close(this.#farewell.code, this.#farewell.reason);
  }

  #closeAfter(delayMs: number, code: number, reason: string): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#context.timers.after(delayMs, () => this.close(code, reason));
  }

  #onThrottled(reason: "pausing" | "abuse"): void {
    this.#oddFrames.note({ kind: "throttled", reason: `too many frames: ${reason}`, raw: null });
    if (reason === "abuse") this.close(CLOSE.policy, "too many frames");
  }

  /** False when the socket has gone. */
  #send(text: string): boolean {
    if (this.#isClosing || this.#socket.readyState !== this.#socket.OPEN) return false;
    this.#socket.send(text);
    if (this.#socket.bufferedAmount > this.#context.limits.maxBufferedBytes) {
      this.#context.log.warn(this.#about(), "station does not read what it is sent");
      this.terminate();
    }
    return true;
  }

  #onError(error: Error): void {
    const isOversized = "code" in error && error.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH";
    this.#oddFrames.note({ kind: isOversized ? "oversized" : "broken", reason: error.message, raw: null });
  }

  #onClose(code: number, reason: string): void {
    this.#isClosing = true;
    this.#cancelTimer?.();
    this.#inbound.close();
    this.#outbox.queue.disconnect();
    this.#throttle.end();
    this.#onClosed(this, reason === "" ? String(code) : `${code} ${reason.slice(0, 123)}`);
  }

  #about(): { tenantId: string; chargePointId: string; epoch: number } {
    const { tenantId, chargePointId, epoch } = this.station;
    return { tenantId, chargePointId, epoch };
  }
}

/** A close frame takes 123 bytes of reason (RFC 6455, 5.5). */
function closeReason(reason: string): string {
  let short = reason.slice(0, 123);
  while (Buffer.byteLength(short) > 123) short = short.slice(0, -1);
  return short.toWellFormed();
}

/** Single frames come as one Buffer, which ws has checked to be UTF-8. */
function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return (Buffer.isBuffer(data) ? data : Buffer.from(data)).toString();
}

/** How the desk says that a newer connection has raised the station's epoch. */
const isSuperseded = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "superseded";

const isWireCode = (code: string): code is OcppErrorCode => (OCPP_ERROR_CODES as readonly string[]).includes(code);
const wireCode = (code: string): OcppErrorCode => (isWireCode(code) ? code : "InternalError");
