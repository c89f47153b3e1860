import type { LiveEvent } from "../../server/transport/socket/events.ts";

/** Of each question that has no answer yet, what was pushed since it was asked. */
const underWay = new Set<LiveEvent[]>();

/** Keeps what is pushed for the answers that are on their way. */
export function notePushed(events: readonly LiveEvent[]): void {
  for (const pushed of underWay) pushed.push(...events);
}

/** An answer with what was pushed while it was on its way: it may have been read before that happened. */
export async function withPushed<Answer>(
  question: () => Promise<Answer>,
  fold: (answer: Answer, events: readonly LiveEvent[]) => Answer,
): Promise<Answer> {
  const pushed: LiveEvent[] = [];
  underWay.add(pushed);
  try {
    return fold(await question(), pushed);
  } finally {
    underWay.delete(pushed);
  }
}
