/** ISO 15118-2, annex H: country, operator, E, the operator's own name for it; `*` may stand between. */
const ISO = /^[A-Z]{2}\*?[A-Z0-9]{3}\*?E[A-Z0-9][A-Z0-9*]{0,30}$/;
/** DIN 91286: the country's telephone code, operator, the operator's own number for it. */
const DIN = /^\+[0-9]{1,3}\*[0-9]{3,6}\*[0-9*]{1,32}$/;

/** An EVSE id in capitals, as it is printed on stations; null for what is none. */
export function toEvseId(text: string): string | null {
  const id = text.trim().toUpperCase();
  return ISO.test(id) || DIN.test(id) ? id : null;
}
