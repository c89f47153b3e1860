/** What is waiting to be said, and who says it once the toaster is there. */
const waiting: string[] = [];
let say: ((text: string) => void) | null = null;
const listeners = new Set<() => void>();

/** Tells of a failure that has no place on the page. The toaster is loaded with the first one. */
export function toastError(text: string): void {
  if (say) say(text);
  else {
    waiting.push(text);
    for (const listener of listeners) listener();
  }
}

export const isToasterWanted = (): boolean => waiting.length > 0 || say !== null;

export function onToasterWanted(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The toaster is there: it says what waited, and all that follows. Returns how to end that. */
export function startToasting(toast: (text: string) => void): () => void {
  say = toast;
  for (const text of waiting.splice(0)) toast(text);
  return () => {
    say = null;
  };
}
