const TIME_ALONE_MS = 12 * 3_600_000;

/** How to say when something was, so that no other day can be meant: the time alone within half a day, the date too before. */
export const instantFormat = (at: Date, now: Date, timeStyle: "short" | "medium") =>
  now.getTime() - at.getTime() < TIME_ALONE_MS
    ? ({ timeStyle } as const)
    : ({ dateStyle: "medium", timeStyle } as const);
