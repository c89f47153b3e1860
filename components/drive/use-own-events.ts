"use client";

import type { LiveEvent } from "../../server/transport/socket/events.ts";
import { useLiveTopic } from "../live/use-live-topic.ts";

const NO_ONE: (events: readonly LiveEvent[]) => void = () => {};

/** Hears what happens to the driver's own sessions and starts. The server knows who that is: no id is said. */
export function useOwnEvents(onEvents: (events: readonly LiveEvent[]) => void): void {
  useLiveTopic({ kind: "driver", id: "" }, onEvents);
  useLiveTopic({ kind: "person", id: "" }, NO_ONE); // heard by the same handler above: both arrive as one stream
}
