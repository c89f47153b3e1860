import type { InfiniteData } from "@tanstack/react-query";
import type { LiveEvent } from "../../server/transport/socket/events.ts";
import type { RouterOutputs } from "../../server/transport/trpc/router.ts";

export type MessagePage = RouterOutputs["chargePoint"]["messages"];
export type Message = MessagePage["items"][number];
export type MessageFilter = {
  readonly chargePoint: string;
  readonly action?: string;
  readonly messageDirection?: Message["direction"];
};

/** A charge point's trace, newest first, with the logged exchanges that its filter lets through, each once. */
export function foldMessages<Param>(
  before: InfiniteData<MessagePage, Param>,
  filter: MessageFilter,
  events: readonly LiveEvent[],
): InfiniteData<MessagePage, Param> {
  const known = new Set(before.pages.flatMap(({ items }) => items.map(({ id }) => id)));
  const fresh = events.flatMap((event) =>
    event.type === "messageLogged" &&
    event.chargePointId === filter.chargePoint &&
    isWanted(event.message, filter) &&
    !known.has(event.message.id)
      ? [event.message]
      : [],
  );
  const [first, ...older] = before.pages;
  if (!first || fresh.length === 0) return before;
  // A call of ours is logged when it has ended, under the time it was sent.
  const items = [...fresh, ...first.items].sort(newestFirst);
  return { ...before, pages: [{ ...first, items }, ...older] };
}

const isWanted = (message: Message, { action, messageDirection }: MessageFilter): boolean =>
  (action === undefined || message.action === action) &&
  (messageDirection === undefined || message.direction === messageDirection);

/** The order of the list: by time, then by id. Instants of one form compare as text. */
const newestFirst = (a: Message, b: Message): number => {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  return a.id < b.id ? 1 : -1;
};
