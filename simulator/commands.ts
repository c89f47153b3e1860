import type { OCPP16 } from "typed-ocpp";
import type { Authorizer } from "./authorizer.ts";
import type { Configuration } from "./configuration.ts";
import type { Connector } from "./connector.ts";
import type { Payload } from "./events.ts";
import type { Flash } from "./flash.ts";
import { type Reply, RpcError } from "./rpc.ts";

/** What the commands of the CSMS may do with a station. */
export interface CommandTarget {
  readonly vendor: string;
  readonly connectors: readonly Connector[];
  readonly configuration: Configuration;
  readonly authorizer: Authorizer;
  readonly flash: Flash;
  readonly registration: "Accepted" | "Pending" | "Rejected" | "unknown";
  configurationChanged(key: string): void;
  reset(type: "Hard" | "Soft"): void;
  stationAvailabilityChanged(): void;
  remoteStart(connector: Connector, idTag: string): void;
  sendBoot(): void;
  sendHeartbeat(): void;
  sendStatus(connectorId: number): void;
  sendTriggeredSample(connector: Connector): void;
}

/** A field that must be there, with the error codes of OCPP-J 1.6 section 4.2.3 when it is not as it must be. */
function text(payload: Payload, field: string, maxLength: number): string {
  const value = payload[field];
  if (value === undefined) throw new RpcError("OccurenceConstraintViolation", `${field} is missing`);
  if (typeof value !== "string") throw new RpcError("TypeConstraintViolation", `${field} is not a string`);
  if (value.length > maxLength) {
    throw new RpcError("PropertyConstraintViolation", `${field} has more than ${maxLength} characters`);
  }
  return value;
}

function oneOf<T extends string>(payload: Payload, field: string, values: readonly T[]): T {
  const value = text(payload, field, 500);
  const known = values.find((candidate) => candidate === value);
  if (!known) throw new RpcError("PropertyConstraintViolation", `${field} is not one of ${values.join(", ")}`);
  return known;
}

function integer(payload: Payload, field: string): number {
  const value = optionalInteger(payload, field);
  if (value === undefined) throw new RpcError("OccurenceConstraintViolation", `${field} is missing`);
  return value;
}

function optionalInteger(payload: Payload, field: string): number | undefined {
  const value = payload[field];
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw new RpcError("TypeConstraintViolation", `${field} is not an integer`);
  }
  return value;
}

const findConnector = (target: CommandTarget, id: number): Connector | undefined =>
  target.connectors.find((connector) => connector.id === id);

/** A connector that could begin a transaction: free, or with a cable and no card yet. */
const isStartable = (connector: Connector): boolean =>
  !connector.transaction &&
  !connector.isWaitingForCable &&
  (connector.phase === "Available" || connector.phase === "Preparing" || connector.phase === "Finishing");

function changeAvailability(target: CommandTarget, payload: Payload): Reply {
  const connectorId = integer(payload, "connectorId");
  const type = oneOf(payload, "type", ["Operative", "Inoperative"]);
  const concerned = target.connectors.filter((connector) => connectorId === 0 || connector.id === connectorId);
  if (concerned.length === 0) return { answer: { status: "Rejected" } };
  const ids = new Set(connectorId === 0 ? [0, ...concerned.map((connector) => connector.id)] : [connectorId]);
  const others = target.flash.inoperative.filter((id) => !ids.has(id));
  target.flash.inoperative = type === "Operative" ? others : [...others, ...ids];
  const isScheduled = type === "Inoperative" && concerned.some((connector) => connector.transaction);
  return {
    answer: { status: isScheduled ? "Scheduled" : "Accepted" },
    after: () => {
      if (connectorId === 0) target.stationAvailabilityChanged();
      for (const connector of concerned) connector.availabilityChanged();
    },
  };
}

function changeConfiguration(target: CommandTarget, payload: Payload): Reply {
  const key = text(payload, "key", 50);
  const status = target.configuration.change(key, text(payload, "value", 500));
  return { answer: { status }, after: () => status === "Accepted" && target.configurationChanged(key) };
}

function getConfiguration(target: CommandTarget, payload: Payload): Reply {
  const names = payload.key ?? [];
  if (!Array.isArray(names) || !names.every((name) => typeof name === "string")) {
    throw new RpcError("TypeConstraintViolation", "key is not a list of strings");
  }
  const max = target.configuration.integer("GetConfigurationMaxKeys");
  if (names.length > max) throw new RpcError("OccurenceConstraintViolation", `more than ${max} keys`);
  const { configurationKey, unknownKey } = target.configuration.list(names);
  return { answer: { configurationKey, ...(unknownKey.length > 0 && { unknownKey }) } };
}

function remoteStart(target: CommandTarget, payload: Payload): Reply {
  const idTag = text(payload, "idTag", 20);
  const connectorId = optionalInteger(payload, "connectorId");
  const candidates = target.connectors.filter(
    (connector) => isStartable(connector) && (connectorId === undefined || connector.id === connectorId),
  );
  const connector = candidates.find((candidate) => candidate.vehicle) ?? candidates[0];
  if (!connector || target.registration !== "Accepted") return { answer: { status: "Rejected" } };
  return { answer: { status: "Accepted" }, after: () => target.remoteStart(connector, idTag) };
}

function remoteStop(target: CommandTarget, payload: Payload): Reply {
  const transactionId = integer(payload, "transactionId");
  const connector = target.connectors.find(({ transaction }) => {
    return transaction && target.flash.transactionIds[transaction.localId] === transactionId;
  });
  if (!connector || target.registration !== "Accepted") return { answer: { status: "Rejected" } };
  return { answer: { status: "Accepted" }, after: () => connector.stop("Remote") };
}

function unlockConnector(target: CommandTarget, payload: Payload): Reply {
  const connector = findConnector(target, integer(payload, "connectorId"));
  if (!connector || (connector.spec.hasFixedCable ?? connector.spec.kind === "DC")) {
    return { answer: { status: "NotSupported" } };
  }
  if (connector.errorCode === "ConnectorLockFailure") return { answer: { status: "UnlockFailed" } };
  return { answer: { status: "Unlocked" }, after: () => connector.transaction && connector.stop("UnlockCommand") };
}

const TRIGGERS = [
  "BootNotification",
  "DiagnosticsStatusNotification",
  "FirmwareStatusNotification",
  "Heartbeat",
  "MeterValues",
  "StatusNotification",
] as const satisfies readonly OCPP16.TriggerMessageRequest["requestedMessage"][];

function triggerMessage(target: CommandTarget, payload: Payload): Reply {
  const requested = oneOf(payload, "requestedMessage", TRIGGERS);
  const connectorId = optionalInteger(payload, "connectorId");
  if (requested === "DiagnosticsStatusNotification" || requested === "FirmwareStatusNotification") {
    return { answer: { status: "NotImplemented" } };
  }
  const isKnown = connectorId === undefined || connectorId === 0 || findConnector(target, connectorId) !== undefined;
  const isAllowed = isKnown && (target.registration === "Accepted" || requested === "BootNotification");
  if (!isAllowed) return { answer: { status: "Rejected" } };
  return { answer: { status: "Accepted" }, after: () => sendTriggered(target, requested, connectorId) };
}

function sendTriggered(
  target: CommandTarget,
  requested: "BootNotification" | "Heartbeat" | "MeterValues" | "StatusNotification",
  connectorId: number | undefined,
): void {
  const concerned = target.connectors.filter(({ id }) => !connectorId || id === connectorId);
  switch (requested) {
    case "BootNotification":
      target.sendBoot();
      return;
    case "Heartbeat":
      target.sendHeartbeat();
      return;
    case "MeterValues":
      for (const connector of concerned) target.sendTriggeredSample(connector);
      return;
    case "StatusNotification":
      // Without a connector all are meant, the station itself (0) among them (OCPP 1.6 section 5.17).
      if (!connectorId) target.sendStatus(0);
      if (connectorId !== 0) for (const { id } of concerned) target.sendStatus(id);
  }
}

const COMMANDS: Readonly<Record<string, (target: CommandTarget, payload: Payload) => Reply>> = {
  ChangeAvailability: changeAvailability,
  ChangeConfiguration: changeConfiguration,
  ClearCache: (target) => ({ answer: { status: target.authorizer.clear() ? "Accepted" : "Rejected" } }),
  DataTransfer: (target, payload) => ({
    answer: { status: text(payload, "vendorId", 255) === target.vendor ? "Accepted" : "UnknownVendorId" },
  }),
  GetConfiguration: getConfiguration,
  RemoteStartTransaction: remoteStart,
  RemoteStopTransaction: remoteStop,
  Reset: (target, payload) => {
    const type = oneOf(payload, "type", ["Hard", "Soft"]);
    return { answer: { status: "Accepted" }, after: () => target.reset(type) };
  },
  TriggerMessage: triggerMessage,
  UnlockConnector: unlockConnector,
};

/**
 * Answers one CALL of the CSMS (Core and RemoteTrigger of OCPP 1.6). A station that was rejected does not answer at all
 * (section 4.2).
 * @throws RpcError NotImplemented for any other action, or the violation found in the payload.
 */
export function answerCommand(target: CommandTarget, action: string, payload: Payload): Reply {
  if (target.registration === "Rejected") return "silence";
  const command = Object.hasOwn(COMMANDS, action) ? COMMANDS[action] : undefined;
  if (!command) throw new RpcError("NotImplemented", `${action} is not implemented`);
  return command(target, payload);
}
