/** The stable names of what we repair in a message instead of refusing it. They are counted per model and shown. */
export type QuirkCode =
  // the frame
  | "repairedJson"
  | "invalidUtf8"
  | "unstorableText"
  | "messageTypeAsText"
  | "idNotText"
  | "idEmpty"
  | "idTooLong"
  | "elementsMissing"
  | "elementsExtra"
  | "payloadNotObject"
  | "errorDetailsNotObject"
  | "unknownErrorCode"
  // a field
  | "textForNumber"
  | "numberForText"
  | "booleanForText"
  | "textForBoolean"
  | "jsonForText"
  | "fractionForInteger"
  | "numberImprecise"
  | "numberUnreadable"
  | "timeFormat"
  | "textTooLong"
  | "enumSpelling"
  | "enumUnknown"
  | "singleForList"
  | "nullField"
  | "emptyField"
  | "fieldMissing"
  | "fieldUnknown"
  | "fieldDropped"
  | "itemDropped";

export type Quirk = {
  readonly code: QuirkCode;
  /** Where in the payload, for instance `meterValue[0].sampledValue[3].unit`; empty for the frame itself. */
  readonly path: string;
  /** What came, as JSON text of at most 100 characters. */
  readonly received: string;
};

/** A message with more deviations than this is described well enough by the first ones. */
export const MAX_QUIRKS = 32;

export function quirk(code: QuirkCode, path: string, received: unknown): Quirk {
  return { code, path: path.slice(0, 200), received: excerpt(received) };
}

/** A quirk as the message log keeps it: its code, and the place where there is one. */
export const describeQuirk = ({ code, path }: Quirk): string => (path ? `${code} ${path}` : code);

function excerpt(value: unknown): string {
  if (value === undefined) return "";
  const text = typeof value === "string" ? JSON.stringify(value.slice(0, 100)) : JSON.stringify(value);
  return text.slice(0, 100);
}
