"use client";

import { useEffect, useRef } from "react";
import type { LiveEvent, Topic } from "../../server/transport/socket/events.ts";
import { useSocket } from "../api/live-provider.tsx";
import { useLiveEvents } from "../live/use-live-topic.ts";
import { notePushed } from "./pushed-meanwhile.ts";

type Listener = {
  readonly onEvents: (events: readonly LiveEvent[]) => void;
  /** From now on nothing is missed: what happened since the sites were read must be asked for. */
  readonly onWatching: () => void;
};

/** Watches several sites and hears what happens to their plugs, again after a lost connection. */
export function useSiteTopics(siteIds: readonly string[], { onEvents, onWatching }: Listener): void {
  const socket = useSocket();
  useLiveEvents((events) => {
    notePushed(events);
    onEvents(events);
  });
  const askAgain = useRef(onWatching);
  askAgain.current = onWatching;
  const ids = [...siteIds].sort().join(" ");
  useEffect(() => {
    const topics = ids.split(" ").flatMap((id): Topic[] => (id ? [{ kind: "site", id }] : []));
    if (topics.length === 0) return;
    let isGone = false;
    const watch = () => {
      for (const topic of topics) socket.emit("watch", topic, () => {});
    };
    // After a (re)connection everything on screen is asked again anyway.
    socket.on("connect", watch);
    if (socket.connected) {
      watch();
      socket.emit("settled", () => {
        if (!isGone) askAgain.current();
      });
    }
    return () => {
      isGone = true;
      socket.off("connect", watch);
      if (socket.connected) for (const topic of topics) socket.emit("unwatch", topic);
    };
  }, [socket, ids]);
}
