import { z } from "zod";
import { type Leniency, leniencies } from "./fields.ts";
import { type OcppError, type OcppErrorCode, ocppError } from "./ocpp-error.ts";
import { MAX_QUIRKS, type Quirk, type QuirkCode, quirk } from "./quirk.ts";

export type Understood<T> =
  | { readonly ok: true; readonly payload: T; readonly quirks: readonly Quirk[] }
  | { readonly ok: false; readonly error: OcppError };

/** Enumerations from a station may hold values nobody listed. */
export type Received<T> = T extends string
  ? string extends T
    ? T
    : T | Unlisted
  : T extends readonly (infer Item)[]
    ? Received<Item>[]
    : T extends object
      ? { [Key in keyof T]: Received<T[Key]> }
      : T;
type Unlisted = string & Record<never, never>;

const NO_QUIRKS: readonly Quirk[] = [];
/** A text may exceed its limit or lack its form, but be no longer than can be indexed and shown: bytes in UTF-8. */
const MOST_BYTES = 1000;
const isAbsurd = (text: string): boolean => Buffer.byteLength(text) > MOST_BYTES;
const NUMBER = /^\s*[+-]?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,2})?\s*$/;

/**
 * Reads what a station sent. A payload that is valid by the schema passes untouched and fast. Any other is read field by field
 * along the same schema: what can be understood is put right and reported as a quirk, an optional field or a list item that
 * cannot is left out (one bad sample must not cost the others), and only a required field that cannot is an error.
 */
export function understand<T extends z.ZodObject>(schema: T, payload: unknown): Understood<Received<z.output<T>>> {
  type Result = Received<z.output<T>>;
  if (z.validate(schema, payload)) return { ok: true, payload: payload as Result, quirks: NO_QUIRKS };
  const quirks: Quirk[] = [];
  const read = readObject(schema._zod.def, payload, "", (code, path, received) => {
    if (quirks.length < MAX_QUIRKS) quirks.push(quirk(code, path, received));
  });
  return read.ok ? { ok: true, payload: read.value as Result, quirks } : { ok: false, error: read.error };
}

type Read = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: OcppError };
type Report = (code: QuirkCode, path: string, received: unknown) => void;

const readAs = (value: unknown): Read => ({ ok: true, value });
const refuse = (code: OcppErrorCode, path: string, what: string): Read => ({
  ok: false,
  error: ocppError(code, `${path || "payload"} ${what}`),
});

function read(schema: z.core.$ZodType, value: unknown, path: string, report: Report): Read {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const leniency = leniencies.get(schema) ?? {};
  switch (def.type) {
    case "object":
      return readObject(def, value, path, report);
    case "array":
      return readList(def.element, value, path, report);
    case "string":
      return readText(schema, value, path, report, leniency);
    case "number":
      return readNumber(schema, value, path, report, leniency);
    case "enum":
      return readEnum(def.entries, value, path, report, leniency);
    case "boolean":
      return readBoolean(value, path, report);
    default:
      throw new Error(`invariant: no tolerant reading for a field of type ${def.type}`);
  }
}

function readObject(def: z.core.$ZodObjectDef, value: unknown, path: string, report: Report): Read {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse(path ? "TypeConstraintViolation" : "FormationViolation", path, "is not an object");
  }
  const source = value as Readonly<Record<string, unknown>>;
  const result: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(def.shape)) {
    const outcome = readField(field, Object.hasOwn(source, key) ? source[key] : undefined, join(path, key), report);
    if (!outcome.ok) return outcome;
    if (outcome.value !== undefined) result[key] = outcome.value;
  }
  for (const key of Object.keys(source)) {
    if (Object.hasOwn(def.shape, key) || key === "__proto__") continue;
    report("fieldUnknown", join(path, key), source[key]);
    result[key] = source[key];
  }
  return readAs(result);
}
const join = (path: string, key: string): string => (path ? `${path}.${key}` : key);

function readField(field: z.core.$ZodType, value: unknown, path: string, report: Report): Read {
  const { def } = (field as z.core.$ZodTypes)._zod;
  const isOptional = def.type === "optional";
  const schema = isOptional ? def.innerType : field;
  const isEmpty = value === "" && (schema as z.core.$ZodTypes)._zod.def.type !== "string"; // empty text where text belongs is a value
  if (value === undefined || value === null || isEmpty) {
    if (value !== undefined) report(value === null ? "nullField" : "emptyField", path, value);
    return isOptional ? readAs(undefined) : readMissing(schema, path, report);
  }
  const outcome = read(schema, value, path, report);
  if (outcome.ok || !isOptional) return outcome;
  report("fieldDropped", path, value);
  return readAs(undefined);
}

function readMissing(schema: z.core.$ZodType, path: string, report: Report): Read {
  const substitute = leniencies.get(schema)?.ifMissing;
  if (substitute === undefined) return refuse("OccurenceConstraintViolation", path, "is required");
  report("fieldMissing", path, undefined);
  return readAs(Array.isArray(substitute) ? [...substitute] : substitute);
}

function readList(element: z.core.$ZodType, value: unknown, path: string, report: Report): Read {
  if (typeof value !== "object" || value === null) return refuse("TypeConstraintViolation", path, "is not a list");
  if (!Array.isArray(value)) report("singleForList", path, value);
  const items: unknown[] = [];
  for (const [index, item] of (Array.isArray(value) ? value : [value]).entries()) {
    const at = `${path}[${index}]`;
    const outcome = read(element, item, at, report);
    if (outcome.ok) items.push(outcome.value);
    else report("itemDropped", at, item);
  }
  return readAs(items);
}

function readText(schema: z.core.$ZodType, value: unknown, path: string, report: Report, leniency: Leniency): Read {
  const text = toText(value, path, report, leniency);
  if (text === null) return refuse("TypeConstraintViolation", path, "is not text");
  const violated = violations(schema, text);
  if (violated.length === 0) return readAs(text);
  if (isAbsurd(text)) return refuse("PropertyConstraintViolation", path, "is far too long");
  report(violated.includes("too_big") ? "textTooLong" : "timeFormat", path, text);
  return readAs(text);
}

/** The codes of the issues zod finds. */
function violations(schema: z.core.$ZodType, value: unknown): readonly (string | undefined)[] {
  if (z.validate(schema, value)) return [];
  return z.core.safeParse(schema, value).error?.issues.map((issue) => issue.code) ?? [];
}

function toText(value: unknown, path: string, report: Report, leniency: Leniency): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "number" && Number.isFinite(value)) {
    report("numberForText", path, value);
    return String(value);
  }
  if (typeof value === "boolean") {
    report("booleanForText", path, value);
    return String(value);
  }
  if (!leniency.jsonAsText) return null;
  report("jsonForText", path, value);
  return JSON.stringify(value);
}

function readNumber(schema: z.core.$ZodType, value: unknown, path: string, report: Report, leniency: Leniency): Read {
  const outcome = readSoundNumber(schema, value, path, report, leniency);
  if (outcome.ok || leniency.ifUnreadable === undefined) return outcome;
  report("numberUnreadable", path, value);
  return readAs(leniency.ifUnreadable);
}

function readSoundNumber(
  schema: z.core.$ZodType,
  value: unknown,
  path: string,
  report: Report,
  leniency: Leniency,
): Read {
  let number = value;
  if (typeof number === "string" && NUMBER.test(number)) {
    report("textForNumber", path, number);
    number = Number(number);
  }
  if (typeof number !== "number") return refuse("TypeConstraintViolation", path, "is not a number");
  if (leniency.round && Number.isFinite(number) && !Number.isInteger(number)) {
    report("fractionForInteger", path, value);
    number = Math.round(number);
  }
  const violated = violations(schema, number);
  if (violated.length === 0) return readAs(number);
  if (violated.every((code) => code === "not_multiple_of")) {
    report("numberImprecise", path, value); // a limit with more than one decimal is still a limit
    return readAs(number);
  }
  return refuse("PropertyConstraintViolation", path, "is not a number within its bounds");
}

function readEnum(
  entries: z.core.util.EnumLike,
  value: unknown,
  path: string,
  report: Report,
  leniency: Leniency,
): Read {
  const text = toText(value, path, report, {});
  if (text === null) return refuse("TypeConstraintViolation", path, "is not text");
  if (Object.hasOwn(entries, text)) return readAs(text);
  if (isAbsurd(text)) return refuse("PropertyConstraintViolation", path, "is far too long");
  const known = foldedEntries(entries).get(fold(text)) ?? aliasOf(text, leniency);
  report(known === undefined ? "enumUnknown" : "enumSpelling", path, text);
  return readAs(known ?? text);
}

/** Folding all entries for each deviating value would let a large frame of them hold up the process. */
const folded = new WeakMap<z.core.util.EnumLike, ReadonlyMap<string, string>>();
function foldedEntries(entries: z.core.util.EnumLike): ReadonlyMap<string, string> {
  const known = folded.get(entries) ?? new Map(Object.keys(entries).map((entry) => [fold(entry), entry]));
  folded.set(entries, known);
  return known;
}
const fold = (text: string): string => text.toLowerCase().replaceAll(/[\s._-]/g, "");

function aliasOf(text: string, { aliases = {} }: Leniency): string | undefined {
  const key = text.trim().toLowerCase();
  return Object.hasOwn(aliases, key) ? aliases[key] : undefined;
}

function readBoolean(value: unknown, path: string, report: Report): Read {
  if (typeof value === "boolean") return readAs(value);
  const text = String(value).trim().toLowerCase();
  if (!["true", "false", "1", "0"].includes(text)) return refuse("TypeConstraintViolation", path, "is not a boolean");
  report("textForBoolean", path, value);
  return readAs(text === "true" || text === "1");
}
