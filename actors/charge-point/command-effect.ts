import type { AcceptedCommand, ChargePointFact, SentCommand } from "../../server/services/station/committed-fact.ts";

/** What is known of the charge point when a command's effect is looked for. */
export type Known = {
  /** The last status of each connector on this connection; 0 is the whole box. */
  readonly statuses: Readonly<Record<number, string>>;
  /** NumberOfConnectors of its configuration; null: it has not told. */
  readonly connectorCount: number | null;
};

/** Actions whose accepted answer is all there is to see. */
const ANSWER_IS_EFFECT = new Set(["ClearCache", "DataTransfer", "GetConfiguration", "UnlockConnector"]);

/**
 * What counts as the effect of an accepted command (OCPP 1.6, 5), and when it is looked for. Stations may show it before they
 * answer, and facts are known before our own record of the answer is, so it is looked for as soon as a command leaves:
 *
 * | action                                    | effect                                                                 |
 * | ----------------------------------------- | ---------------------------------------------------------------------- |
 * | ClearCache, DataTransfer, GetConfiguration, UnlockConnector | the answer                                           |
 * | ChangeConfiguration                       | the answer; after RebootRequired the next BootNotification             |
 * | ChangeConfiguration AuthorizationKey      | the new key is used at the door, which marks it; never here            |
 * | ChangeAvailability of a connector         | its status, at once or later: Unavailable, or one of service           |
 * | ChangeAvailability of connector 0         | that of connector 0, or of every connector, where their number is told |
 * | RemoteStartTransaction                    | an accepted start with the card, on the connector if one was named     |
 * | RemoteStopTransaction                     | the stop of the transaction                                            |
 * | Reset                                     | the next BootNotification                                              |
 * | TriggerMessage                            | the message, of the connector if it has one and one was named          |
 *
 * Other actions have no effect that we can see; they stay accepted.
 */
export function isEffectiveAtOnce(command: AcceptedCommand, known: Known): boolean {
  if (command.action === "ChangeConfiguration") return command.status !== "RebootRequired" && !isPassword(command);
  // A station that is so already has nothing to report; one that scheduled it has yet to.
  if (command.action === "ChangeAvailability")
    return command.status !== "Scheduled" && isAvailabilityReached(command, known);
  return ANSWER_IS_EFFECT.has(command.action);
}

/** Whether the actor has to wait for the command's effect. A new password is seen at the door. */
export const isAwaited = (command: SentCommand): boolean =>
  command.action !== "ChangeConfiguration" || !isPassword(command);

/** Whether a fact shows that what the command asked for happened; `known` holds the fact already. */
export function isEffectOf(command: SentCommand, fact: ChargePointFact, known: Known): boolean {
  const { action, request } = command;
  switch (action) {
    case "RemoteStartTransaction":
      return (
        fact.type === "sessionStarted" &&
        fact.isAccepted &&
        fold(fact.idToken) === fold(request.idTag) &&
        (request.connectorId === undefined || request.connectorId === fact.connectorNumber)
      );
    case "RemoteStopTransaction":
      return fact.type === "sessionStopped" && fact.transactionId === request.transactionId;
    case "ChangeConfiguration":
    case "Reset":
      return fact.type === "booted";
    case "ChangeAvailability":
      return (
        fact.type === "statusReported" &&
        (request.connectorId === 0 || request.connectorId === fact.connectorNumber) &&
        isAvailabilityReached(command, known)
      );
    case "TriggerMessage":
      return (
        fact.type === "messageReceived" &&
        fact.action === request.requestedMessage &&
        (request.connectorId === undefined ||
          fact.connectorNumber === null ||
          request.connectorId === fact.connectorNumber)
      );
    default:
      return false;
  }
}

/** Whether some command waits for a message of the station: nothing else has a use for `messageReceived`. */
export const awaitsMessage = (commands: readonly SentCommand[]): boolean =>
  commands.some(({ action }) => action === "TriggerMessage");

/** Statuses that say neither that a connector is in service nor that it was taken out of it. */
const SAYS_NOTHING: ReadonlySet<string | undefined> = new Set([undefined, "Faulted"]);

function isAvailabilityReached({ request }: SentCommand, { statuses, connectorCount }: Known): boolean {
  const isReached = (connectorNumber: number): boolean => {
    const status = statuses[connectorNumber];
    return !SAYS_NOTHING.has(status) && (request.type === "Inoperative") === (status === "Unavailable");
  };
  if (request.connectorId !== 0) return isReached(Number(request.connectorId));
  if (isReached(0)) return true;
  return connectorCount !== null && connectorCount > 0 && range(connectorCount).every(isReached);
}

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

const isPassword = ({ request }: SentCommand): boolean => fold(request.key) === "authorizationkey";

const fold = (value: unknown): string => String(value).toLowerCase();
