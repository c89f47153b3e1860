/** The day on which a card runs out, in this browser's calendar, as a date field has it: `2027-01-31`; empty for one that never does. */
export function toExpiryDay(expiresAt: string | null): string {
  if (expiresAt === null) return "";
  const at = new Date(expiresAt);
  const [year, month, day] = [at.getFullYear(), at.getMonth() + 1, at.getDate()];
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** When a card runs out that is good until the end of a day here. A day that was left as it was keeps its instant. */
export function toExpiry(day: string, before: string | null): string | null {
  if (day === toExpiryDay(before)) return before;
  return day === "" ? null : new Date(`${day}T23:59:59`).toISOString();
}
