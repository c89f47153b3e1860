"use client";

import { useEffect, useRef } from "react";
import type { LiveEvent, Topic } from "../../server/transport/socket/events.ts";
import { useSocket } from "../api/live-provider.tsx";

/** Hears what happens to one thing, for as long as the component is on screen; again after a lost connection. */
export function useLiveTopic(topic: Topic, onEvents: (events: readonly LiveEvent[]) => void): void {
  const socket = useSocket();
  const handler = useRef(onEvents);
  handler.current = onEvents;
  const { kind } = topic;
  const id = topic.kind === "tenant" ? "" : topic.id;
  useEffect(() => {
    const watched = (kind === "tenant" ? { kind } : { kind, id }) as Topic;
    const watch = () => socket.emit("watch", watched, () => {});
    const hear = (events: readonly LiveEvent[]) => handler.current(events);
    socket.on("connect", watch);
    socket.on("live", hear);
    if (socket.connected) watch();
    return () => {
      socket.off("connect", watch);
      socket.off("live", hear);
      if (socket.connected) socket.emit("unwatch", watched);
    };
  }, [socket, kind, id]);
}
