/** Degrees as people write them, with point or comma; null for nothing, `wrong` for what is none. */
export function parseCoordinate(text: string, most: number): number | null | "wrong" {
  if (text === "") return null;
  const degrees = Number(text.replace(",", "."));
  return Number.isFinite(degrees) && Math.abs(degrees) <= most ? degrees : "wrong";
}
