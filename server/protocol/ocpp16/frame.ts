import { type OcppError, type OcppErrorCode, ocppError } from "./ocpp-error.ts";
import { MAX_QUIRKS, type Quirk, type QuirkCode, quirk } from "./quirk.ts";
import { nestsDeeperThan, repairJson } from "./repair-json.ts";

export type FrameLimits = { readonly maxBytes: number; readonly maxDepth: number };

/** A StopTransaction with 400 samples is 80 KB and legal; the deepest legal frame nests six levels. */
export const DEFAULT_LIMITS: FrameLimits = { maxBytes: 1_048_576, maxDepth: 32 };

/** OCPP-J 1.6, 4.1.4: a message id has at most 36 characters. Longer ones are echoed as they are, up to a sane bound. */
const MAX_ID_LENGTH = 36;
const MAX_TOLERATED_ID_LENGTH = 255;

const CALL = 2;
const CALL_RESULT = 3;
const CALL_ERROR = 4;

export type Payload = Readonly<Record<string, unknown>>;

export type Decoded =
  | {
      readonly kind: "call";
      readonly id: string;
      readonly action: string;
      readonly payload: Payload;
      readonly quirks: readonly Quirk[];
    }
  | { readonly kind: "callResult"; readonly id: string; readonly payload: Payload; readonly quirks: readonly Quirk[] }
  | {
      readonly kind: "callError";
      readonly id: string;
      /** As received; firmware invents codes. */
      readonly code: string;
      readonly description: string;
      readonly details: Payload;
      readonly quirks: readonly Quirk[];
    }
  /** An unknown message type. OCPP-J 1.6, 4.1.3: it SHALL be ignored, without an answer. */
  | { readonly kind: "ignored"; readonly messageType: number }
  | {
      readonly kind: "malformed";
      /** The message type, as far as it could be told. */
      readonly messageType: 2 | 3 | 4 | null;
      /** The message id, when it could be recovered. */
      readonly id: string | null;
      /** The CALLERROR that is due; null when nothing may be answered (no CALL, or no id to answer to). */
      readonly answer: OcppError | null;
      readonly reason: string;
    };

/**
 * Reads one text frame of OCPP-J 1.6 (section 4.2). Never throws: what is no frame comes back as `malformed`, and says whether
 * a CALLERROR is due. Understood leniently and reported as quirks: a payload that is null, missing or an empty list, missing
 * or extra elements, ids that are numbers, empty or too long, error details that are text, two known defects of JSON.
 */
export function decodeFrame(input: string | Uint8Array, limits: FrameLimits = DEFAULT_LIMITS): Decoded {
  if (input.length > limits.maxBytes) {
    const head = input.slice(0, 400);
    return malformed(typeof head === "string" ? head : textOf(head), `frame is larger than ${limits.maxBytes} bytes`);
  }
  const quirks: Quirk[] = [];
  const text = typeof input === "string" ? withoutMark(input) : textOf(input);
  if (typeof input !== "string" && text.includes("\ufffd")) quirks.push(quirk("invalidUtf8", "", text));
  if (nestsDeeperThan(limits.maxDepth, text)) {
    return malformed(text, `frame nests deeper than ${limits.maxDepth} levels`);
  }
  const parsed = parseJson(text, quirks);
  if (parsed === undefined) return malformed(text, "frame is not JSON");
  if (!Array.isArray(parsed)) return malformed("", "frame is not a list");
  return readElements(parsed, quirks);
}

function readElements(elements: readonly unknown[], quirks: Quirk[]): Decoded {
  const messageType = messageTypeOf(elements[0], quirks);
  if (messageType === null) return malformed("", "frame does not start with a message type");
  if (messageType !== CALL && messageType !== CALL_RESULT && messageType !== CALL_ERROR) {
    return { kind: "ignored", messageType };
  }
  const id = idOf(elements[1], quirks);
  if (id === null) return { kind: "malformed", messageType, id, answer: null, reason: "message id is missing" };
  countElements(messageType, elements, quirks);
  if (messageType === CALL_ERROR) return readCallError(id, elements, quirks);

  const payload = payloadOf(elements[messageType === CALL ? 3 : 2], quirks);
  if (messageType === CALL_RESULT) {
    return payload
      ? { kind: "callResult", id, payload, quirks }
      : { kind: "malformed", messageType, id, answer: null, reason: "payload is not an object" };
  }
  const action = elements[2];
  if (typeof action !== "string" || action === "") return refusedCall(id, "action is missing");
  return payload
    ? { kind: "call", id, action, payload, quirks }
    : refusedCall(id, `${action}: payload is not an object`);
}

function readCallError(id: string, elements: readonly unknown[], quirks: Quirk[]): Decoded {
  const [, , code, description, details] = elements;
  if (details !== undefined && !isObject(details)) quirks.push(quirk("errorDetailsNotObject", "", details));
  if (typeof code !== "string") quirks.push(quirk("unknownErrorCode", "", code));
  return {
    kind: "callError",
    id,
    code: typeof code === "string" && code !== "" ? code : "GenericError",
    description: typeof description === "string" ? description : "",
    details: isObject(details) ? details : details === undefined || details === null ? {} : { received: details },
    quirks,
  };
}

const refusedCall = (id: string, reason: string): Decoded => ({
  kind: "malformed",
  messageType: CALL,
  id,
  answer: ocppError("FormationViolation", reason),
  reason,
});

/** When the frame as a whole cannot be read, its beginning often still tells the type and id of a CALL that waits. */
function malformed(text: string, reason: string): Decoded {
  const head = /^\s*\[\s*"?([234])"?\s*,\s*(?:"([^"\\]{1,255})"|(\d{1,36})\s*,)/.exec(text.slice(0, 400));
  const messageType = head ? (Number(head[1]) as 2 | 3 | 4) : null;
  const id = head?.[2] ?? head?.[3] ?? null;
  if (messageType === CALL && id !== null) return refusedCall(id, reason);
  return { kind: "malformed", messageType, id, answer: null, reason };
}

function parseJson(text: string, quirks: Quirk[]): unknown {
  const parsed = tryParse(text);
  if (parsed !== undefined)
    return text.includes("\\u") || text.includes("__proto__") ? withoutTraps(parsed, quirks) : parsed;
  const repaired = repairJson(text);
  if (repaired === text) return undefined;
  const mended = tryParse(repaired);
  if (mended === undefined) return undefined;
  quirks.push(quirk("repairedJson", "", text));
  return withoutTraps(mended, quirks);
}

/** JSON text never means undefined, so that can stand for "not JSON". */
function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller tries a repair, then answers by the frame's head
  }
}

/**
 * PostgreSQL stores neither U+0000 nor half surrogate pairs, and a key `__proto__` would change whatever object it is copied
 * to. All three come only through an escape or that name, so that few frames need this walk. The depth was checked before.
 */
function withoutTraps(value: unknown, quirks: Quirk[]): unknown {
  if (typeof value === "string") {
    const clean = storable(value);
    if (clean !== value && quirks.length < MAX_QUIRKS) quirks.push(quirk("unstorableText", "", value));
    return clean;
  }
  if (Array.isArray(value)) return value.map((item) => withoutTraps(item, quirks));
  if (!isObject(value)) return value;
  const clean: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const cleanKey = storable(key);
    if (cleanKey !== "__proto__") clean[cleanKey] = withoutTraps(item, quirks);
    else if (quirks.length < MAX_QUIRKS) quirks.push(quirk("unstorableText", "", key));
  }
  return clean;
}
const storable = (text: string): string => text.replaceAll("\u0000", "").toWellFormed();

function messageTypeOf(value: unknown, quirks: Quirk[]): number | null {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !/^\d$/.test(value)) return null;
  quirks.push(quirk("messageTypeAsText", "", value));
  return Number(value);
}

function idOf(value: unknown, quirks: Quirk[]): string | null {
  if (typeof value === "number") {
    quirks.push(quirk("idNotText", "", value));
    return String(value);
  }
  if (typeof value !== "string" || value.length > MAX_TOLERATED_ID_LENGTH) return null;
  if (value === "") quirks.push(quirk("idEmpty", "", value));
  else if (value.length > MAX_ID_LENGTH) quirks.push(quirk("idTooLong", "", value));
  return value;
}

function countElements(messageType: 2 | 3 | 4, elements: readonly unknown[], quirks: Quirk[]): void {
  const due = ELEMENTS[messageType];
  const code: QuirkCode = elements.length < due ? "elementsMissing" : "elementsExtra";
  if (elements.length !== due) quirks.push(quirk(code, "", elements.length));
}
const ELEMENTS = { [CALL]: 4, [CALL_RESULT]: 3, [CALL_ERROR]: 5 } as const;

/** Null is legal for an empty payload (OCPP-J 1.6, 4.2.1); an empty list is how PHP and Lua encode an empty object. */
function payloadOf(value: unknown, quirks: Quirk[]): Payload | null {
  if (isObject(value)) return value;
  if (value === undefined || value === null) return {};
  if (!Array.isArray(value) || value.length > 0) return null;
  quirks.push(quirk("payloadNotObject", "", value));
  return {};
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const withoutMark = (text: string): string => (text.startsWith("\ufeff") ? text.slice(1) : text);
const utf8 = new TextDecoder("utf-8"); // drops a byte order mark, replaces what is not UTF-8
const textOf = (bytes: Uint8Array): string => utf8.decode(bytes);

export const encodeCall = (id: string, action: string, payload: object): string =>
  JSON.stringify([CALL, id, action, payload]);

export const encodeCallResult = (id: string, payload: object): string => JSON.stringify([CALL_RESULT, id, payload]);

/** Always five elements, the details an object. `description` is cut to the 255 characters of the standard. */
export const encodeCallError = (id: string, code: OcppErrorCode, description = "", details: object = {}): string =>
  JSON.stringify([CALL_ERROR, id, code, description.slice(0, 255), details]);
