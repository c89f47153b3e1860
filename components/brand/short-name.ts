/** What fits below an icon on most phones. */
const MOST = 12;

/**
 * A company's name for below the icon: as many of its first words as fit. They are its own, while the last is mostly its legal form. A
 * first word of less than four letters names nobody: phones cut the whole name then.
 */
export function shortName(name: string): string {
  if (name.length <= MOST) return name;
  return /^.{3,11}[\p{L}\p{N}](?=\s)/u.exec(name)?.[0] ?? name;
}
