/** After this long a `g` counts for nothing. */
export const SEQUENCE_MS = 1000;

export type KeyPress = {
  readonly key: string;
  readonly atMs: number;
  readonly hasModifier: boolean;
  /** Something that takes text has the focus. */
  readonly isTyping: boolean;
};

export type SequenceState = { readonly prefix: { readonly key: string; readonly atMs: number } | null };
export const NO_SEQUENCE: SequenceState = { prefix: null };

/**
 * Follows keys typed one after the other. `bindings` are single keys (`?`) and pairs (`g d`); the answer names the
 * binding that is complete, if any. Keys with Ctrl, Alt or Meta, and keys typed into a field, belong to others.
 */
export function stepSequence(
  state: SequenceState,
  press: KeyPress,
  bindings: readonly string[],
): { state: SequenceState; match: string | null } {
  if (press.hasModifier || press.isTyping) return { state: NO_SEQUENCE, match: null };
  const { prefix } = state;
  if (prefix && press.atMs - prefix.atMs <= SEQUENCE_MS) {
    const pair = `${prefix.key} ${press.key}`;
    if (bindings.includes(pair)) return { state: NO_SEQUENCE, match: pair };
  }
  if (bindings.includes(press.key)) return { state: NO_SEQUENCE, match: press.key };
  const isPrefix = bindings.some((binding) => binding.startsWith(`${press.key} `));
  return { state: isPrefix ? { prefix: { key: press.key, atMs: press.atMs } } : NO_SEQUENCE, match: null };
}
