import type { RefusalReason } from "../../../db/schema/assets.ts";
import type { CommandRequest } from "../ports.ts";

/** A transaction that runs on a connected charge point. */
export type OpenTransaction = {
  readonly transactionId: number;
  readonly sessionId: string;
  /** The session's partition instant. */
  readonly startedAt: Date;
  readonly connectorNumber: number;
  readonly idToken: string;
  /** False: its card was refused. It is kept all the same. */
  readonly isAccepted: boolean;
  readonly startEnergyMwh: bigint;
};

/** What the gateway knows of a charge point while it holds its socket. Changed only by committed facts. */
export type Station = {
  readonly tenantId: string;
  readonly chargePointId: string;
  readonly identity: string;
  readonly siteId: string | null;
  readonly timeZone: string;
  /** The fencing number of this connection: facts of an older one are refused. */
  readonly epoch: number;
  registration: "pending" | "accepted" | "rejected";
  /** Whether a BootNotification was ever accepted; a reconnect needs no new one. */
  hasBooted: boolean;
  readonly heartbeatIntervalS: number;
  /** Known connectors by number, with their power where it is known. */
  readonly connectors: Map<number, { readonly maxPowerW: number | null }>;
  /** NumberOfConnectors of its configuration when it connected; null: it had not told. */
  readonly connectorCount: number | null;
  readonly transactions: Map<number, OpenTransaction>;
};

/** A CALL of a station, decoded; `payload` is as it came, not validated. */
export type InboundCall = {
  readonly messageId: string;
  readonly action: string;
  readonly payload: unknown;
  readonly receivedAt: Date;
  /** Named deviations of the frame itself; those of the payload are found when it is validated. */
  readonly quirks: readonly string[];
};

/** What to answer. Given only when everything it promises is committed. */
export type Answer =
  | { readonly kind: "result"; readonly payload: Readonly<Record<string, unknown>> }
  | {
      readonly kind: "error";
      readonly code: string;
      readonly description: string;
      readonly details?: Readonly<Record<string, unknown>>;
    };

/** A CALL of ours that has ended, or a frame that was no CALL, for the message log. */
export type LoggedExchange = {
  readonly direction: "in" | "out";
  readonly at: Date;
  readonly messageId: string | null;
  readonly action: string | null;
  readonly request: unknown;
  readonly raw: string | null;
  readonly response: unknown;
  readonly errorCode: string | null;
  readonly errorDescription: string | null;
  readonly answeredAt: Date | null;
  readonly quirks: readonly string[];
};

export type AdmissionRequest = {
  readonly tenantSlug: string;
  readonly identity: string;
  /** The bytes after `identity:` of the Basic header; null without one. */
  readonly password: Uint8Array | null;
  /** Why there is no password, where there was a header. */
  readonly flaw: "passwordMalformed" | "otherIdentity" | null;
};

export type Admission =
  | { readonly admitted: true; readonly tenantId: string; readonly chargePointId: string; readonly identity: string }
  /** One wording for all of them at the door, so that identities cannot be listed. */
  | { readonly admitted: false; readonly reason: "unknown" }
  | {
      readonly admitted: false;
      readonly reason: Exclude<RefusalReason, "subprotocol">;
      readonly tenantId: string;
      readonly chargePointId: string;
    };

/** A known station that was turned away, for its record: the installer should see why. */
export type RefusedStation = {
  readonly tenantId: string;
  readonly chargePointId: string;
  readonly reason: RefusalReason;
  /** What was wrong, where the reason alone does not say it; at most a few hundred characters. */
  readonly detail: string | null;
};

/** What the OCPP door asks of the services. */
export interface StationDesk {
  /** Checks identity and password, in the same time whether they exist or not. */
  admit(request: AdmissionRequest): Promise<Admission>;
  /** Keeps why a station was turned away. The door asks at most once a minute for one station and reason. */
  refused(refused: RefusedStation): Promise<void>;
  /** Raises the connection epoch, marks the station online and loads what is needed to serve it. */
  open(admission: Extract<Admission, { admitted: true }>, socket: { readonly protocol: string }): Promise<Station>;
  /** Marks it offline, unless a newer connection has taken over. */
  close(station: Station, reason: string): Promise<void>;
  /** Any frame is life. Cheap; written now and then. */
  seen(station: Station): void;
  /**
   * Does what a CALL asks and resolves after the commit; the log entry of the exchange is part of the same commit.
   * Rejects when nothing could be kept (the database is away): then nothing is answered and the station repeats.
   */
  handle(station: Station, call: InboundCall): Promise<Answer>;
  /** Keeps what is not an inbound CALL: our own CALLs with their answers, frames that could not be read. */
  log(station: Station, exchange: LoggedExchange): Promise<void>;
  /** A command leaves now: what the station says from here on may be its effect. Cheap; cannot throw. */
  commandLeaves(station: Station, command: CommandRequest): void;
  /** Tells what became of a command: it left, was answered, failed or timed out. */
  commandProgress(station: Station, command: CommandRequest, progress: CommandProgress): Promise<void>;
}

export type CommandProgress =
  | { readonly step: "sent"; readonly at: Date }
  | { readonly step: "answered"; readonly at: Date; readonly response: Readonly<Record<string, unknown>> }
  | {
      readonly step: "failed";
      readonly at: Date;
      readonly error: { readonly code: string; readonly description: string; readonly details?: unknown };
    }
  | { readonly step: "timedOut"; readonly at: Date; readonly reason: "timeout" | "disconnected" };
