/** A power typed in kW, with either decimal mark, in whole W; null for nothing. */
export function toWatts(kilowatts: string): number | null | "wrong" {
  if (kilowatts === "") return null;
  if (!/^\d{1,4}([.,]\d{1,3})?$/.test(kilowatts)) return "wrong";
  const watts = Math.round(Number(kilowatts.replace(",", ".")) * 1000);
  return watts >= 1 && watts <= 4_000_000 ? watts : "wrong";
}
