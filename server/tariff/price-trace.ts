import { z } from "zod";
import { AppError } from "../core/errors.ts";
import { REASON_KEYS } from "./compile-tariff.ts";
import { DIMENSIONS, type Dimension, type PricedSession, UNITS } from "./priced-session.ts";

const INTEGER = /^-?\d{1,40}$/;

const indexes = z.array(z.int().nonnegative());
const limit = z.enum(["minPrice", "maxPrice"]);
const dimension = z.enum(DIMENSIONS);
const unit = z.enum(UNITS);

/** The stored form: bigints as decimal text, instants as UTC text, keys in this order. A change of it needs a new version. */
const traceOf = <Integer extends z.ZodType, Instant extends z.ZodType>(integer: Integer, instant: Instant) => {
  const micros = (what: string) => integer.meta({ description: `${what}, in micros (millionths) of the currency.` });
  const minor = (what: string) => integer.meta({ description: `${what}, in the currency's minor unit.` });
  const vatPpm = integer.nullable().meta({ description: "VAT in millionths (190000 is 19 %); null: none given." });
  const quantityOf = (what: string) => integer.meta({ description: `${what}, in \`unit\`: mWh, seconds, or once.` });
  const amount = { netMicros: micros("Net"), vatMicros: micros("VAT"), grossMicros: micros("Gross") };
  const sum = z.strictObject(amount);
  const line = z.strictObject({
    dimension,
    elementIndex: z.int().nonnegative(),
    fromMs: instant,
    toMs: instant,
    unit,
    quantity: quantityOf("What is billed"),
    stepSurplus: quantityOf("How much of it rounding up to the step added"),
    stepSize: quantityOf("The step"),
    unitPriceMicros: micros("Price of a kWh, an hour, or once"),
    vatPpm,
    ...amount,
    reasons: z.array(z.enum(REASON_KEYS)),
  });
  const flag = z.discriminatedUnion("key", [
    z.strictObject({ key: z.literal("periodSpansPriceChange"), periodIndexes: indexes }),
    z.strictObject({ key: z.literal("powerFromEnergy"), periodIndexes: indexes }),
    z.strictObject({ key: z.literal("currentUnknown"), periodIndexes: indexes }),
    z.strictObject({
      key: z.literal("unpriced"),
      dimension,
      unit,
      fromMs: instant,
      toMs: instant,
      quantity: quantityOf("What has no price"),
    }),
    z.strictObject({ key: z.literal("grossLimitDerived"), limit }),
  ]);
  const dimensions = { energy: sum, time: sum, parking: sum, flat: sum, reservation: sum };
  return z.strictObject({
    version: z.literal(1),
    tariffId: z.string(),
    currency: z.string(),
    exponent: z.int().nonnegative().meta({ description: "Decimals of the currency's minor unit (ISO 4217)." }),
    ...amount,
    netMinor: minor("Net"),
    vatMinor: minor("VAT"),
    grossMinor: minor("Gross"),
    dimensions: z.strictObject(dimensions satisfies Record<Dimension, z.ZodType>),
    lines: z.array(line),
    vat: z.array(z.strictObject({ vatPpm, ...amount })),
    adjustments: z.array(z.strictObject({ limit, ...amount })),
    flags: z.array(flag),
  });
};

const PriceTrace = traceOf(
  z.codec(z.string().regex(INTEGER), z.bigint(), {
    decode: (text) => BigInt(text),
    encode: (value) => value.toString(),
  }),
  z.codec(z.iso.datetime(), z.int(), {
    decode: (text) => Date.parse(text),
    encode: (instantMs) => new Date(instantMs).toISOString(),
  }),
);

/** A price trace as JSON holds it, for the doors that describe their answers. */
export const PriceTraceText = traceOf(z.string().regex(INTEGER), z.iso.datetime());

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
