/** What a search text may mean, beside the beginning of a name. */
export type SessionSearch = {
  /** Folded to lower case: cards and identities are compared without regard to case. */
  readonly text: string;
  readonly transactionId: number | null;
  /** The sessions whose id begins with the text. The id is a UUIDv7, so that they lie in one stretch of time. */
  readonly ids: { readonly first: string; readonly last: string; readonly from: Date; readonly to: Date } | null;
};

const INT4_MOST = 2_147_483_647;
const LATEST_MS = Date.UTC(9999, 11, 31);
/** The time in an id has 12 hexadecimal digits; eight of them are a minute, fewer would be days. */
const ID_PREFIX = /^[0-9a-f]{8}(-?[0-9a-f]{0,4}(-?[0-9a-f]{0,4}(-?[0-9a-f]{0,4}(-?[0-9a-f]{0,12})?)?)?)?$/;

/** Reads what somebody typed to find a session. */
export function readSearch(typed: string): SessionSearch {
  const text = typed.trim().toLowerCase();
  const number = /^\d{1,10}$/.test(text) ? Number(text) : null;
  return { text, transactionId: number !== null && number <= INT4_MOST ? number : null, ids: readIds(text) };
}

function readIds(text: string): SessionSearch["ids"] {
  if (!ID_PREFIX.test(text)) return null;
  const digits = text.replaceAll("-", "");
  const [first, last] = [digits.padEnd(32, "0"), digits.padEnd(32, "f")];
  // Cards look like this too: the time in it is then any, and no session's.
  if (timeOf(last).getTime() > LATEST_MS) return null;
  return { first: toUuid(first), last: toUuid(last), from: timeOf(first), to: timeOf(last) };
}

const toUuid = (digits: string): string => digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
const timeOf = (digits: string): Date => new Date(Number.parseInt(digits.slice(0, 12), 16));
