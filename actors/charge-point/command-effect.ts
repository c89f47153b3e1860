import type { AcceptedCommand, ChargePointFact } from "../../server/services/station/committed-fact.ts";

/** Actions whose accepted answer is all there is to see. */
const ANSWER_IS_EFFECT = new Set([
  "ChangeConfiguration",
  "ClearCache",
  "DataTransfer",
  "GetConfiguration",
  "UnlockConnector",
]);

/** Whether nothing further will be seen of the command than its answer. */
export const isEffectiveAtOnce = (command: AcceptedCommand): boolean => ANSWER_IS_EFFECT.has(command.action);

/** Whether a fact shows that what the command asked for happened. */
export function isEffectOf(command: AcceptedCommand, fact: ChargePointFact): boolean {
  const { action, request } = command;
  switch (action) {
    case "RemoteStartTransaction":
      return (
        fact.type === "sessionStarted" &&
        fold(fact.idToken) === fold(request.idTag) &&
        (request.connectorId === undefined || request.connectorId === fact.connectorNumber)
      );
    case "RemoteStopTransaction":
      return fact.type === "sessionStopped" && fact.transactionId === request.transactionId;
    case "Reset":
      return fact.type === "booted";
    case "ChangeAvailability":
      return (
        fact.type === "statusReported" &&
        (request.connectorId === 0 || request.connectorId === fact.connectorNumber) &&
        (request.type === "Inoperative") === (fact.status === "Unavailable")
      );
    case "TriggerMessage":
      return (
        fact.type === "messageReceived" &&
        fact.action === request.requestedMessage &&
        (request.connectorId === undefined || request.connectorId === fact.connectorNumber)
      );
    default:
      return false;
  }
}

/** Whether some command waits for a message of the station: nothing else has a use for `messageReceived`. */
export const awaitsMessage = (commands: readonly AcceptedCommand[]): boolean =>
  commands.some(({ action }) => action === "TriggerMessage");

const fold = (value: unknown): string => String(value).toLowerCase();
