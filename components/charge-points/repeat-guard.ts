/** How soon the same act again counts as the second half of a double click, in ms. */
const REPEAT_MS = 1000;

export type RepeatGuard = {
  /** False for what was let through less than a second ago, or is still under way. `now` in ms. */
  admit(act: unknown, now: number): boolean;
  /** The act let through last has ended. One that failed may be tried again at once. */
  settle(isOk: boolean): void;
};

/** Lets one act through where a hand asks twice: a command may be done, and the button free again, between two clicks. */
export function createRepeatGuard(): RepeatGuard {
  let last: { readonly text: string; readonly at: number; isUnderWay: boolean } | null = null;
  return {
    admit(act, now) {
      const text = JSON.stringify(act);
      if (last?.text === text && (last.isUnderWay || now - last.at < REPEAT_MS)) return false;
      last = { text, at: now, isUnderWay: true };
      return true;
    },
    settle(isOk) {
      if (!isOk) last = null;
      else if (last) last.isUnderWay = false;
    },
  };
}
