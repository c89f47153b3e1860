import { z } from "zod";
import { AppError } from "../core/errors.ts";
import { REASON_KEYS } from "./compile-tariff.ts";
import { DIMENSIONS, type Dimension, type PricedSession, UNITS } from "./priced-session.ts";

const integer = z.codec(z.string().regex(/^-?\d{1,40}$/), z.bigint(), {
  decode: (text) => BigInt(text),
  encode: (value) => value.toString(),
});
const instant = z.codec(z.iso.datetime(), z.int(), {
  decode: (text) => Date.parse(text),
  encode: (instantMs) => new Date(instantMs).toISOString(),
});
const indexes = z.array(z.int().nonnegative());
const limit = z.enum(["minPrice", "maxPrice"]);
const dimension = z.enum(DIMENSIONS);
const unit = z.enum(UNITS);
const amount = { netMicros: integer, vatMicros: integer, grossMicros: integer };

const line = z.strictObject({
  dimension,
  elementIndex: z.int().nonnegative(),
  fromMs: instant,
  toMs: instant,
  unit,
  quantity: integer,
  stepSurplus: integer,
  stepSize: integer,
  unitPriceMicros: integer,
  vatPpm: integer.nullable(),
  ...amount,
  reasons: z.array(z.enum(REASON_KEYS)),
});

const flag = z.discriminatedUnion("key", [
  z.strictObject({ key: z.literal("periodSpansPriceChange"), periodIndexes: indexes }),
  z.strictObject({ key: z.literal("powerFromEnergy"), periodIndexes: indexes }),
  z.strictObject({ key: z.literal("currentUnknown"), periodIndexes: indexes }),
  z.strictObject({ key: z.literal("unpriced"), dimension, unit, fromMs: instant, toMs: instant, quantity: integer }),
  z.strictObject({ key: z.literal("grossLimitDerived"), limit }),
]);

const perDimension = z.strictObject({
  energy: z.strictObject(amount),
  time: z.strictObject(amount),
  parking: z.strictObject(amount),
  flat: z.strictObject(amount),
  reservation: z.strictObject(amount),
} satisfies Record<Dimension, z.ZodType>);

/** The stored form: bigints as decimal text, instants as UTC text, keys in this order. A change of it needs a new version. */
const PriceTrace = z.strictObject({
  version: z.literal(1),
  tariffId: z.string(),
  currency: z.string(),
  exponent: z.int().nonnegative(),
  ...amount,
  netMinor: integer,
  vatMinor: integer,
  grossMinor: integer,
  dimensions: perDimension,
  lines: z.array(line),
  vat: z.array(z.strictObject({ vatPpm: integer.nullable(), ...amount })),
  adjustments: z.array(z.strictObject({ limit, ...amount })),
  flags: z.array(flag),
});

export type PriceTraceJson = z.input<typeof PriceTrace>;
type Writable = z.output<typeof PriceTrace>;

/** A priced session as plain JSON, with the same keys in the same order for the same session. */
export function toTraceJson(priced: PricedSession): PriceTraceJson {
  // Encoding only reads; the schema's arrays are merely not declared readonly.
  return z.encode(PriceTrace, { version: 1, ...priced } as Writable);
}

/** Reads back what `toTraceJson` wrote. Throws `invalid` for anything else. */
export function fromTraceJson(json: unknown): PricedSession {
  const result = PriceTrace.safeParse(json);
  if (!result.success) {
    const [issue] = result.error.issues;
    const where = issue ? `${z.core.toDotPath(issue.path)}: ${issue.message}` : "unknown reason";
    throw new AppError("invalid", `not a price trace: ${where}`);
  }
  const { version: _version, ...priced } = result.data;
  return priced;
}
