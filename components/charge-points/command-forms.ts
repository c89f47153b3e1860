/** The commands of OCPP 1.6 that an operator sends from the screen, with their fields. */
type FieldSpec = {
  readonly name:
    | "connectorId"
    | "idTag"
    | "transactionId"
    | "type"
    | "availability"
    | "key"
    | "value"
    | "requestedMessage"
    | "vendorId"
    | "messageId"
    | "data";
  readonly isNumber?: true;
  readonly isRequired?: true;
  readonly options?: readonly string[];
};

export type CommandForm = {
  readonly action:
    | "RemoteStartTransaction"
    | "RemoteStopTransaction"
    | "Reset"
    | "UnlockConnector"
    | "ChangeAvailability"
    | "TriggerMessage"
    | "GetConfiguration"
    | "ChangeConfiguration"
    | "ClearCache"
    | "DataTransfer";
  readonly fields: readonly FieldSpec[];
  /** The OCPP request of what was typed; what was left empty is left out. */
  readonly toRequest: (values: Readonly<Record<string, string>>) => Record<string, unknown>;
};

const CONNECTOR = { name: "connectorId", isNumber: true } as const;
const MESSAGES = ["StatusNotification", "MeterValues", "Heartbeat", "BootNotification"] as const;

const number = (text: string | undefined): number | undefined => (text ? Number(text) : undefined);
const text = (value: string | undefined): string | undefined => value || undefined;
const given = (request: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));

export const COMMANDS: readonly CommandForm[] = [
  {
    action: "RemoteStartTransaction",
    fields: [CONNECTOR, { name: "idTag", isRequired: true }],
    toRequest: (v) => given({ connectorId: number(v.connectorId), idTag: v.idTag ?? "" }),
  },
  {
    action: "RemoteStopTransaction",
    fields: [{ name: "transactionId", isNumber: true, isRequired: true }],
    toRequest: (v) => given({ transactionId: number(v.transactionId) }),
  },
  {
    action: "Reset",
    fields: [{ name: "type", options: ["Soft", "Hard"] }],
    toRequest: (v) => ({ type: v.type ?? "Soft" }),
  },
  {
    action: "UnlockConnector",
    fields: [{ ...CONNECTOR, isRequired: true }],
    toRequest: (v) => given({ connectorId: number(v.connectorId) }),
  },
  {
    action: "ChangeAvailability",
    fields: [
      { ...CONNECTOR, isRequired: true },
      { name: "availability", options: ["Operative", "Inoperative"] },
    ],
    toRequest: (v) => given({ connectorId: number(v.connectorId), type: v.availability ?? "Operative" }),
  },
  {
    action: "TriggerMessage",
    fields: [{ name: "requestedMessage", options: MESSAGES }, CONNECTOR],
    toRequest: (v) =>
      given({ requestedMessage: v.requestedMessage ?? MESSAGES[0], connectorId: number(v.connectorId) }),
  },
  {
    action: "GetConfiguration",
    fields: [{ name: "key" }],
    toRequest: (v) => given({ key: v.key ? v.key.split(/[\s,]+/) : undefined }),
  },
  {
    action: "ChangeConfiguration",
    fields: [{ name: "key", isRequired: true }, { name: "value" }],
    toRequest: (v) => ({ key: v.key ?? "", value: v.value ?? "" }),
  },
  { action: "ClearCache", fields: [], toRequest: () => ({}) },
  {
    action: "DataTransfer",
    fields: [{ name: "vendorId", isRequired: true }, { name: "messageId" }, { name: "data" }],
    toRequest: (v) => given({ vendorId: v.vendorId ?? "", messageId: text(v.messageId), data: text(v.data) }),
  },
];
