/** The commands of OCPP 1.6 that an operator sends from the screen, with their fields. */
export type FieldSpec = {
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
  readonly isRequired?: true;
  readonly options?: readonly string[];
  /** What may be said of the connector besides a number: nothing at all, or 0 for the whole station. */
  readonly besides?: "none" | "station";
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

const CONNECTOR = { name: "connectorId" } as const;
const MESSAGES = ["StatusNotification", "MeterValues", "Heartbeat", "BootNotification"] as const;

const number = (text: string | undefined): number | undefined => (text ? Number(text) : undefined);
const text = (value: string | undefined): string | undefined => value || undefined;
const given = (request: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));

export const COMMANDS: readonly CommandForm[] = [
  {
    action: "RemoteStartTransaction",
    fields: [
      { ...CONNECTOR, besides: "none" },
      { name: "idTag", isRequired: true },
    ],
    toRequest: (v) => given({ connectorId: number(v.connectorId), idTag: v.idTag ?? "" }),
  },
  {
    action: "RemoteStopTransaction",
    fields: [{ name: "transactionId", isRequired: true }],
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
      { ...CONNECTOR, isRequired: true, besides: "station" },
      { name: "availability", options: ["Operative", "Inoperative"] },
    ],
    toRequest: (v) => given({ connectorId: number(v.connectorId), type: v.availability ?? "Operative" }),
  },
  {
    action: "TriggerMessage",
    fields: [
      { name: "requestedMessage", options: MESSAGES },
      { ...CONNECTOR, besides: "none" },
    ],
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

/** What a field holds before anything is chosen: a choice only where there is but one. */
export function initialValue(
  field: FieldSpec,
  known: { readonly connectors: readonly number[]; readonly transactions: readonly number[] },
): string {
  if (field.options) return field.options[0] ?? "";
  if (field.name === "transactionId") return only(known.transactions);
  return field.name === "connectorId" && field.isRequired && field.besides === undefined ? only(known.connectors) : "";
}

const only = (values: readonly number[]): string => (values.length === 1 ? String(values[0]) : "");
