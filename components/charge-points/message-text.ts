import type { Message } from "./fold-messages.ts";

/** The fields of a request, and of its answer, that say in one line what it was about. OCPP 1.6 names. */
const TELLING: Readonly<Record<string, { readonly request: readonly string[]; readonly response: readonly string[] }>> =
  {
    Authorize: { request: ["idTag"], response: ["idTagInfo.status"] },
    BootNotification: {
      request: ["chargePointVendor", "chargePointModel", "firmwareVersion"],
      response: ["status", "interval"],
    },
    ChangeAvailability: { request: ["connectorId", "type"], response: ["status"] },
    ChangeConfiguration: { request: ["key", "value"], response: ["status"] },
    DataTransfer: { request: ["vendorId", "messageId"], response: ["status"] },
    GetConfiguration: { request: ["key"], response: [] },
    Heartbeat: { request: [], response: [] },
    MeterValues: { request: ["connectorId", "transactionId"], response: [] },
    RemoteStartTransaction: { request: ["connectorId", "idTag"], response: ["status"] },
    RemoteStopTransaction: { request: ["transactionId"], response: ["status"] },
    Reset: { request: ["type"], response: ["status"] },
    StartTransaction: {
      request: ["connectorId", "idTag", "meterStart"],
      response: ["transactionId", "idTagInfo.status"],
    },
    StatusNotification: { request: ["connectorId", "status", "errorCode", "info"], response: [] },
    StopTransaction: { request: ["transactionId", "meterStop", "reason"], response: ["idTagInfo.status"] },
    TriggerMessage: { request: ["requestedMessage", "connectorId"], response: ["status"] },
    UnlockConnector: { request: ["connectorId"], response: ["status"] },
  };

/** Fields whose usual value says nothing. */
const QUIET: Readonly<Record<string, string>> = { errorCode: "NoError" };

export type FieldValue = { readonly path: string; readonly value: string };

/** Every value inside a payload with its path: `meterValue[0].sampledValue[1].value`. */
export function fieldsOf(payload: unknown, path = ""): readonly FieldValue[] {
  if (Array.isArray(payload)) return payload.flatMap((item, index) => fieldsOf(item, `${path}[${index}]`));
  if (typeof payload === "object" && payload !== null) {
    return Object.entries(payload).flatMap(([name, value]) => fieldsOf(value, path ? `${path}.${name}` : name));
  }
  return path === "" ? [] : [{ path, value: String(payload) }];
}

/** What a message was about, in the wire's own names and values: "connectorId 1 · status Charging". */
export function summaryOf({ action, request, response }: Pick<Message, "action" | "request" | "response">): string {
  const telling = action === null ? undefined : TELLING[action];
  if (!telling) return "";
  const asked = pick(fieldsOf(request), telling.request);
  const samples = action === "MeterValues" ? newestSamples(request) : [];
  const answered = pick(fieldsOf(response), telling.response);
  const left = [...asked, ...samples].join(" · ");
  return answered.length === 0 ? left : `${left} → ${answered.join(" · ")}`.trim();
}

function pick(fields: readonly FieldValue[], wanted: readonly string[]): readonly string[] {
  return wanted.flatMap((name) => {
    const found = fields.filter(({ path }) => path === name || path.startsWith(`${name}[`));
    if (found.length === 0 || found.every(({ value }) => value === QUIET[name])) return [];
    return [`${name.split(".").at(-1)} ${found.map(({ value }) => value).join(" ")}`];
  });
}

/** The last meter value's samples: "Power.Active.Import 11000 W". */
function newestSamples(request: unknown): readonly string[] {
  const values = (request as { meterValue?: unknown } | null)?.meterValue;
  const last: unknown = Array.isArray(values) ? values.at(-1) : null;
  const samples = (last as { sampledValue?: unknown } | null)?.sampledValue;
  if (!Array.isArray(samples)) return [];
  return samples.flatMap((sample: unknown) => {
    if (typeof sample !== "object" || sample === null) return [];
    const { measurand, value, unit, phase } = sample as Record<string, unknown>;
    // OCPP 1.6, 7.43: the defaults of measurand and unit.
    return [[measurand ?? "Energy.Active.Import.Register", phase, value, unit ?? "Wh"].filter(Boolean).join(" ")];
  });
}

/** An exchange as its two frames (OCPP-J 1.6, 4.2); what could not be read stands as it came. No answer is null. */
export function framesOf(message: Message): { readonly call: unknown; readonly answer: unknown } {
  const { messageId, action, request, response, errorCode, errorDescription } = message;
  const call = message.raw ?? [2, messageId, action, request];
  if (response !== null) return { call, answer: [3, messageId, response] };
  if (errorCode === null || UNANSWERED.has(errorCode)) return { call, answer: null };
  return { call, answer: [4, messageId, errorCode, errorDescription ?? "", {}] };
}

/** Error codes of our own for a call that got no answer. */
const UNANSWERED: ReadonlySet<string> = new Set(["timeout", "disconnected"]);
