import { z } from "zod";

/** How a field of a station's message may deviate beyond the general rules of `understand`. */
export type Leniency = {
  /** Stands in for a required field that is missing. */
  readonly ifMissing?: unknown;
  /** Stands in for a number that cannot be read: right where the message is a fact that must be kept whatever it says. */
  readonly ifUnreadable?: number;
  /** A fraction is rounded instead of refused: right for a meter reading, wrong for an id. */
  readonly round?: boolean;
  /** JSON values where text belongs are kept as their JSON text. */
  readonly jsonAsText?: boolean;
  /** Known other spellings of enumeration values, in lower case. */
  readonly aliases?: Readonly<Record<string, string>>;
};

export const leniencies = z.registry<Leniency>();

/** Marks a schema with what else is understood in messages we receive. What we send is not affected. */
export function lenient<T extends z.ZodType>(schema: T, leniency: Leniency): T {
  leniencies.add(schema, leniency);
  return schema;
}

/** CiString types of OCPP 1.6: the number is the maximum length. */
export const text = (maxLength: number) => z.string().max(maxLength);
export const integer = () => z.int();
export const connector = () => z.int().nonnegative();

/** What stations themselves send for "I have none". */
export const NONE = -1;
/** The connector of a message that is kept whatever it names. */
export const reportedConnector = () => lenient(integer(), { ifUnreadable: NONE });

/** Sent by us: ISO 8601 with seconds and a zone. */
export const dateTime = () => z.iso.datetime({ offset: true }).regex(/T\d\d:\d\d:\d\d/);

/** Sent by stations: all that RFC 3339 allows. A missing one is empty text, which metering reads as "time of arrival". */
export const stationTime = () => lenient(z.string().regex(STATION_TIME), { ifMissing: "" });
const STATION_TIME = /^\d{4}-\d\d-\d\d[Tt\s]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d(?::?\d\d)?)$/;
