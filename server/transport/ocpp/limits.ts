import type { GateSize } from "../../core/gate.ts";
import type { TokenRate } from "../../core/rate-limit.ts";

/** What the OCPP door allows. Times in ms, sizes in bytes. */
export type OcppLimits = {
  /** From the upgrade request to the 101 or the refusal. */
  readonly handshakeTimeoutMs: number;
  /** Handshakes worked on at once, and how many more may wait for their turn. */
  readonly handshakes: GateSize;
  /** The same for those whose address or identity has failed too often: they wait among themselves. */
  readonly suspectHandshakes: GateSize;
  readonly failuresPerIdentity: TokenRate;
  readonly failuresPerAddress: TokenRate;
  /** Sockets this node holds. */
  readonly maxConnections: number;
  readonly maxFrameBytes: number;
  /** Above this rate reading pauses. */
  readonly frames: TokenRate;
  /** Paused for its rate again and again for this long: the socket is closed. */
  readonly abuseAfterMs: number;
  /** CALLs that may wait before reading pauses. */
  readonly maxWaitingCalls: number;
  /** What may wait to be written to a station that does not read. */
  readonly maxBufferedBytes: number;
  /** A Heartbeat overtakes a CALL that has been worked on for this long. */
  readonly heartbeatPatienceMs: number;
  /** From a CALL that could not be kept to the close that makes the station repeat it; jitter of the same size is added. */
  readonly unkeptCloseMs: number;
  /**
   * A CALL worked on for longer than this costs the socket. Long, because a lost database must not: the socket then stays
   * open, Heartbeats are answered, and the CALL is kept and answered when the database is back.
   */
  readonly handleTimeoutMs: number;
  /** How long a CALL of ours may stay unanswered. */
  readonly callTimeoutMs: number;
  /** How long a CALL of ours may wait for its turn. */
  readonly callPatienceMs: number;
  readonly maxQueuedCalls: number;
  /** CALLs of ours unanswered one after the other, until the socket is closed. */
  readonly maxUnansweredCalls: number;
  /** A station's own first CALL goes first; after this long without one ours may go. */
  readonly quietStartMs: number;
  readonly pingIntervalMs: number;
  /** Ping intervals without any frame until the station is given up. */
  readonly silentIntervals: number;
  /** How long a replaced socket may finish what it began. */
  readonly takeoverGraceMs: number;
  /** Takeovers of one identity within an hour that look like two stations with one name. */
  readonly suspiciousTakeovers: number;
  /** Closes of a drain are spread over this long. */
  readonly drainSpreadMs: number;
  /** How long each socket may finish what it began when the node drains. */
  readonly drainGraceMs: number;
  /** From our close frame to the end of the socket. */
  readonly closeTimeoutMs: number;
  /** Rows in the message log for frames nobody handles, per station. */
  readonly oddFrames: TokenRate;
};

export const DEFAULT_OCPP_LIMITS: OcppLimits = {
  handshakeTimeoutMs: 10_000,
  handshakes: { concurrent: 64, waiting: 5_000 },
  suspectHandshakes: { concurrent: 8, waiting: 1_000 },
  failuresPerIdentity: { burst: 10, perSecond: 1 / 30 },
  failuresPerAddress: { burst: 100, perSecond: 1 },
  maxConnections: 50_000,
  maxFrameBytes: 1_048_576,
  frames: { burst: 500, perSecond: 100 },
  abuseAfterMs: 300_000,
  maxWaitingCalls: 100,
  maxBufferedBytes: 1_048_576,
  heartbeatPatienceMs: 2_000,
  unkeptCloseMs: 5_000,
  handleTimeoutMs: 900_000,
  callTimeoutMs: 30_000,
  callPatienceMs: 300_000,
  maxQueuedCalls: 50,
  maxUnansweredCalls: 3,
  quietStartMs: 2_000,
  pingIntervalMs: 25_000,
  silentIntervals: 3,
  takeoverGraceMs: 1_000,
  suspiciousTakeovers: 10,
  drainSpreadMs: 10_000,
  drainGraceMs: 5_000,
  closeTimeoutMs: 5_000,
  oddFrames: { burst: 20, perSecond: 20 / 60 },
};
