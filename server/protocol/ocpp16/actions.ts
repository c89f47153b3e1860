import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { AuthorizeRequest, AuthorizeResponse } from "./messages/authorize.ts";
import { BootNotificationRequest, BootNotificationResponse } from "./messages/boot-notification.ts";
import { ChangeAvailabilityRequest, ChangeAvailabilityResponse } from "./messages/change-availability.ts";
import { ChangeConfigurationRequest, ChangeConfigurationResponse } from "./messages/change-configuration.ts";
import { ClearCacheRequest, ClearCacheResponse } from "./messages/clear-cache.ts";
import { DataTransferRequest, DataTransferResponse } from "./messages/data-transfer.ts";
import { GetConfigurationRequest, GetConfigurationResponse } from "./messages/get-configuration.ts";
import { HeartbeatRequest, HeartbeatResponse } from "./messages/heartbeat.ts";
import { MeterValuesRequest, MeterValuesResponse } from "./messages/meter-values.ts";
import { RemoteStartTransactionRequest, RemoteStartTransactionResponse } from "./messages/remote-start-transaction.ts";
import { RemoteStopTransactionRequest, RemoteStopTransactionResponse } from "./messages/remote-stop-transaction.ts";
import { ResetRequest, ResetResponse } from "./messages/reset.ts";
import { StartTransactionRequest, StartTransactionResponse } from "./messages/start-transaction.ts";
import { StatusNotificationRequest, StatusNotificationResponse } from "./messages/status-notification.ts";
import { StopTransactionRequest, StopTransactionResponse } from "./messages/stop-transaction.ts";
import { TriggerMessageRequest, TriggerMessageResponse } from "./messages/trigger-message.ts";
import { UnlockConnectorRequest, UnlockConnectorResponse } from "./messages/unlock-connector.ts";
import { type OcppError, ocppError } from "./ocpp-error.ts";
import type { Quirk } from "./quirk.ts";
import { type Received, type Understood, understand } from "./understand.ts";

export type Profile =
  | "Core"
  | "FirmwareManagement"
  | "LocalAuthListManagement"
  | "Reservation"
  | "SmartCharging"
  | "RemoteTrigger"
  | "Security";

type Message<Request extends z.ZodObject, Response extends z.ZodObject> = {
  readonly profile: Profile;
  readonly request: Request;
  readonly response: Response;
};

/** Compiled schemas check a MeterValues with eight samples in a microsecond, a third of what interpreted ones take. */
const message = <Request extends z.ZodObject, Response extends z.ZodObject>(
  profile: Profile,
  request: Request,
  response: Response,
): Message<Request, Response> => ({ profile, request: z.compile(request), response: z.compile(response) });

/** From charge points to us. */
export const INBOUND = {
  Authorize: message("Core", AuthorizeRequest, AuthorizeResponse),
  BootNotification: message("Core", BootNotificationRequest, BootNotificationResponse),
  DataTransfer: message("Core", DataTransferRequest, DataTransferResponse),
  Heartbeat: message("Core", HeartbeatRequest, HeartbeatResponse),
  MeterValues: message("Core", MeterValuesRequest, MeterValuesResponse),
  StartTransaction: message("Core", StartTransactionRequest, StartTransactionResponse),
  StatusNotification: message("Core", StatusNotificationRequest, StatusNotificationResponse),
  StopTransaction: message("Core", StopTransactionRequest, StopTransactionResponse),
} as const;

/** From us to charge points. */
export const OUTBOUND = {
  ChangeAvailability: message("Core", ChangeAvailabilityRequest, ChangeAvailabilityResponse),
  ChangeConfiguration: message("Core", ChangeConfigurationRequest, ChangeConfigurationResponse),
  ClearCache: message("Core", ClearCacheRequest, ClearCacheResponse),
  DataTransfer: message("Core", DataTransferRequest, DataTransferResponse),
  GetConfiguration: message("Core", GetConfigurationRequest, GetConfigurationResponse),
  RemoteStartTransaction: message("Core", RemoteStartTransactionRequest, RemoteStartTransactionResponse),
  RemoteStopTransaction: message("Core", RemoteStopTransactionRequest, RemoteStopTransactionResponse),
  Reset: message("Core", ResetRequest, ResetResponse),
  TriggerMessage: message("RemoteTrigger", TriggerMessageRequest, TriggerMessageResponse),
  UnlockConnector: message("Core", UnlockConnectorRequest, UnlockConnectorResponse),
} as const;

export type InboundAction = keyof typeof INBOUND;
export type OutboundAction = keyof typeof OUTBOUND;
export type Action = InboundAction | OutboundAction;

type Inbound<A extends InboundAction> = (typeof INBOUND)[A];
type Outbound<A extends OutboundAction> = (typeof OUTBOUND)[A];

/** The command we send: strict. */
export type CommandRequest<A extends OutboundAction> = z.output<Outbound<A>["request"]>;
/** A charge point's answer to a command: enumerations may hold unlisted values. */
export type CommandResponse<A extends OutboundAction> = Received<z.output<Outbound<A>["response"]>>;
/** A message's request as its receiver or sender here sees it. DataTransfer is the inbound one; see CommandRequest. */
export type Request<A extends Action> = A extends InboundAction
  ? Received<z.output<Inbound<A>["request"]>>
  : A extends OutboundAction
    ? CommandRequest<A>
    : never;
/** A message's answer. DataTransfer is our answer to a charge point; see CommandResponse for the other direction. */
export type Response<A extends Action> = A extends InboundAction
  ? z.output<Inbound<A>["response"]>
  : A extends OutboundAction
    ? CommandResponse<A>
    : never;

/** All actions of OCPP 1.6 with the security extension: to tell "not ours" from "unknown". */
const KNOWN: ReadonlySet<string> = new Set([
  ...["Authorize", "BootNotification", "CancelReservation", "ChangeAvailability", "ChangeConfiguration", "ClearCache"],
  ...["ClearChargingProfile", "DataTransfer", "DiagnosticsStatusNotification", "FirmwareStatusNotification"],
  ...["GetCompositeSchedule", "GetConfiguration", "GetDiagnostics", "GetLocalListVersion", "Heartbeat", "MeterValues"],
  ...["RemoteStartTransaction", "RemoteStopTransaction", "ReserveNow", "Reset", "SendLocalList", "SetChargingProfile"],
  ...["StartTransaction", "StatusNotification", "StopTransaction", "TriggerMessage", "UnlockConnector"],
  ...["UpdateFirmware", "CertificateSigned", "DeleteCertificate", "ExtendedTriggerMessage", "GetLog"],
  ...["GetInstalledCertificateIds", "InstallCertificate", "LogStatusNotification", "SecurityEventNotification"],
  ...["SignCertificate", "SignedFirmwareStatusNotification", "SignedUpdateFirmware"],
]);

export const isInboundAction = (action: string): action is InboundAction => Object.hasOwn(INBOUND, action);
export const isOutboundAction = (action: string): action is OutboundAction => Object.hasOwn(OUTBOUND, action);

/** A CALL that was understood; `action` tells the payload's type. */
export type InboundCall = {
  [A in InboundAction]: {
    readonly ok: true;
    readonly action: A;
    readonly payload: Request<A>;
    readonly quirks: readonly Quirk[];
  };
}[InboundAction];

/**
 * Reads the payload of a CALL from a charge point, tolerantly. Refused are an action nobody knows (NotImplemented), one of 1.6
 * that is not served in this direction (NotSupported), and a payload that cannot be understood (the violated constraint).
 */
export function parseInboundCall(
  action: string,
  payload: unknown,
): InboundCall | { readonly ok: false; readonly error: OcppError } {
  if (!isInboundAction(action)) {
    return { ok: false, error: ocppError(KNOWN.has(action) ? "NotSupported" : "NotImplemented", `action ${action}`) };
  }
  const understood = understand<z.ZodObject>(INBOUND[action].request, payload);
  // The table binds action and payload; the compiler cannot follow a union through an index.
  return understood.ok ? ({ action, ...understood } as InboundCall) : understood;
}

/** Reads a charge point's answer to one of our commands, tolerantly. */
export function parseCommandResponse<A extends OutboundAction>(
  action: A,
  payload: unknown,
): Understood<CommandResponse<A>> {
  return understand<z.ZodObject>(OUTBOUND[action].response, payload) as Understood<CommandResponse<A>>;
}

/**
 * Checks a command against the standard before it is sent, and hands it back unchanged.
 * @throws AppError `invalid` for an action we do not send, an unknown key, or a value outside the schema; names the field.
 */
export function parseOutboundRequest<A extends OutboundAction>(action: A, body: unknown): CommandRequest<A>;
export function parseOutboundRequest(action: string, body: unknown): CommandRequest<OutboundAction>;
export function parseOutboundRequest(action: string, body: unknown): CommandRequest<OutboundAction> {
  if (!isOutboundAction(action)) throw new AppError("invalid", `${action} is not a command of OCPP 1.6 that we send`);
  checkStrictly(`${action} request`, OUTBOUND[action].request, body);
  return body as CommandRequest<OutboundAction>;
}

/**
 * Checks our answer to a charge point before it is sent, and hands it back unchanged: a wrong answer makes firmware loop.
 * @throws AppError `internal`: what we answer is our own code.
 */
export function checkResponse<A extends InboundAction>(action: A, payload: Response<A>): Response<A> {
  checkStrictly(`${action} response`, INBOUND[action].response, payload, "internal");
  return payload;
}

function checkStrictly(
  what: string,
  schema: z.ZodObject,
  value: unknown,
  code: "invalid" | "internal" = "invalid",
): void {
  const outcome = schema.safeParse(value);
  if (outcome.success) return;
  const issues = outcome.error.issues.flatMap((issue) =>
    (issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]).map((path) => ({
      path: path.join("."),
      message: issue.code === "unrecognized_keys" ? "unknown field" : issue.message,
    })),
  );
  const [first] = issues;
  throw new AppError(code, `${what}: ${first?.path ? `${first.path}: ` : ""}${first?.message}`, { issues });
}
