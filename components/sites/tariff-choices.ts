type Tariff = { readonly id: string; readonly name: string };

/**
 * The tariffs that a site may be given. What it has is always among them, without a name where it is not known: while they load,
 * when they cannot be read, beyond the end of their list. Otherwise saving another field would take it away.
 */
export function tariffChoices(
  assignedId: string | null,
  known: readonly Tariff[] = [],
): readonly { readonly id: string; readonly name: string | null }[] {
  if (assignedId === null || known.some(({ id }) => id === assignedId)) return known;
  return [{ id: assignedId, name: null }, ...known];
}
