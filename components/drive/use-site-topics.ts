"use client";

import { useEffect } from "react";
import type { LiveEvent, Topic } from "../../server/transport/socket/events.ts";
import { useSocket } from "../api/live-provider.tsx";
import { useLiveEvents } from "../live/use-live-topic.ts";

/** Watches several sites and hears what happens to their plugs, again after a lost connection. */
export function useSiteTopics(siteIds: readonly string[], onEvents: (events: readonly LiveEvent[]) => void): void {
  const socket = useSocket();
  useLiveEvents(onEvents);
  const ids = [...siteIds].sort().join(" ");
  useEffect(() => {
    const topics = ids.split(" ").flatMap((id): Topic[] => (id ? [{ kind: "site", id }] : []));
    const watch = () => {
      for (const topic of topics) socket.emit("watch", topic, () => {});
    };
    socket.on("connect", watch);
    if (socket.connected) watch();
    return () => {
      socket.off("connect", watch);
      if (socket.connected) for (const topic of topics) socket.emit("unwatch", topic);
    };
  }, [socket, ids]);
}
