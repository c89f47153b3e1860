import type { MessageView } from "./charge-point/message-view.ts";
import type { CommandView } from "./command/command-view.ts";

/** What services ask of the floors above. Everything that passes is plain JSON, so that a bus can carry it. */

/** A CALL to one charge point, already recorded as a command row. */
export type CommandRequest = {
  readonly tenantId: string;
  readonly chargePointId: string;
  readonly commandId: string;
  readonly action: string;
  readonly request: Readonly<Record<string, unknown>>;
};

/** Whether some node holds the station's socket and took the CALL into its queue. What comes of it is told by events. */
export type CommandAcceptance = "queued" | "offline" | "busy";

/** Request and reply to one charge point, whichever node holds its socket. */
export interface Commands {
  /** Hands a CALL to the owner of the charge point. Rejects only when the bus itself fails. */
  send(request: CommandRequest): Promise<CommandAcceptance>;
  /** Closes the station's socket (its password changed, it was retired). */
  disconnect(tenantId: string, chargePointId: string, reason: string): Promise<void>;
}

type About = { readonly tenantId: string; readonly siteId: string | null; readonly chargePointId: string };

export type ConnectorStatusChanged = About & {
  readonly type: "connectorStatusChanged";
  /** 0 is the whole box. */
  readonly connectorNumber: number;
  readonly status: string;
  readonly errorCode: string;
  readonly info: string | null;
  /** ISO instants: the station's own, and ours. */
  readonly at: string;
  readonly receivedAt: string;
};

export type ConnectionChanged = About & {
  readonly type: "connectionChanged";
  readonly isOnline: boolean;
  readonly at: string;
  readonly reason: string | null;
};

export type ChargePointChanged = About & {
  /** Booted, edited, configured, turned away: what a page shows of it should be read anew. */
  readonly type: "chargePointChanged";
  readonly cause: "booted" | "edited" | "configured" | "retired" | "created" | "refused";
};

/** A running or ended session as screens show it. Energies in Wh with decimals as text, money in minor units as text. */
export type LiveSession = {
  readonly id: string;
  readonly state: "active" | "ended";
  readonly connectorNumber: number;
  readonly transactionId: number;
  readonly idToken: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly energyWh: string;
  readonly powerW: number | null;
  readonly socPercent: number | null;
  readonly lastReadingAt: string | null;
  readonly currency: string | null;
  readonly netMinor: string | null;
  readonly vatMinor: string | null;
  readonly grossMinor: string | null;
  readonly stopReason: string | null;
  readonly suspect: readonly string[];
};

export type SessionChanged = About & {
  readonly type: "sessionChanged";
  /** `ended`: worked out for the first time since it is over; `corrected`: anew, by what was heard of it later. */
  readonly cause: "started" | "progress" | "ended" | "corrected";
  /** Whose it is; null: nobody's that we know. */
  readonly driverId: string | null;
  readonly session: LiveSession;
};

/** A command as lists show it, so that screens need not ask for it. */
export type CommandChanged = About & {
  readonly type: "commandChanged";
  readonly command: CommandView;
};

/** An exchange of the message log as lists show it, without secrets. */
export type MessageLogged = About & {
  readonly type: "messageLogged";
  readonly message: MessageView;
};

/** A mail as it leaves. */
export type OutgoingMail = {
  readonly id: string;
  readonly fromName: string | null;
  /** Null: the installation's own sender. */
  readonly fromEmail: string | null;
  /** Whom an answer goes to; null: the sender. */
  readonly replyTo: string | null;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

/** Hands mails to a server of mails. */
export interface Mailer {
  /**
   * Resolves once the server has taken the mail over; rejects with its words when it has not. Where the server does not send
   * as from `fromEmail`, the installation does, and answers go to `fromEmail`.
   */
  send(mail: OutgoingMail): Promise<void>;
  close(): void;
}

/** The TXT records of a name in the DNS, each as one text; none for a name that has none. */
export type ReadTxt = (name: string) => Promise<readonly string[]>;

/** An API key was revoked: who remembers it forgets it. */
export type ApiKeyRevoked = { readonly type: "apiKeyRevoked"; readonly tenantId: string; readonly apiKeyId: string };

/** Browsers of a person were signed out: who remembers their sessions forgets them. Of a person, so of no one tenant. */
export type UserSessionsEnded = {
  readonly type: "userSessionsEnded";
  readonly userId: string;
  readonly sessionIds: readonly string[];
};

/** What a person's browsers may do has changed, a second factor shown, a role taken: who remembers it asks again. */
export type UserSessionsChanged = { readonly type: "userSessionsChanged"; readonly userId: string };

/** A brand, or what its host names lead to, was edited: pages show it from their next request on. */
export type BrandChanged = { readonly type: "brandChanged"; readonly tenantId: string };

/** What charging costs has changed somewhere at the tenant, or will: who shows prices asks again. */
export type PricesChanged = { readonly type: "pricesChanged"; readonly tenantId: string };

/** A mail was written: it need not wait for the next round. */
export type MailWaiting = { readonly type: "mailWaiting" };

export type DomainEvent =
  | ConnectorStatusChanged
  | ConnectionChanged
  | ChargePointChanged
  | SessionChanged
  | CommandChanged
  | MessageLogged
  | ApiKeyRevoked
  | UserSessionsEnded
  | UserSessionsChanged
  | BrandChanged
  | PricesChanged
  | MailWaiting;

/** Facts that happened, after their commit. Delivery is at most once: who must not miss one reads the outbox. */
export interface Events {
  publish(event: DomainEvent): void;
  /** The handler must not throw; the returned function ends the subscription. */
  subscribe(handler: (event: DomainEvent) => void): () => void;
}
