/** The cookie that carries the browser's time zone (IANA name), so that the server renders the same wall-clock times. */
export const TIME_ZONE_COOKIE = "timeZone";

/** The zone if this runtime knows it, else UTC: a cookie can say anything. */
export function toTimeZone(value: string | undefined): string {
  if (!value) return "UTC";
  try {
    return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return "UTC";
    throw error;
  }
}
