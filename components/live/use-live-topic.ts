"use client";

import { useEffect, useRef } from "react";
import type { LiveEvent, Topic } from "../../server/transport/socket/events.ts";
import { useSocket } from "../api/live-provider.tsx";

type Handler = (events: readonly LiveEvent[]) => void;

/** Hears what the tab is told of anything watched, for as long as the component is on screen. Some other part watches. */
export function useLiveEvents(onEvents: Handler): void {
  const socket = useSocket();
  const handler = useRef(onEvents);
  handler.current = onEvents;
  useEffect(() => {
    const hear: Handler = (events) => handler.current(events);
    socket.on("live", hear);
    return () => void socket.off("live", hear);
  }, [socket]);
}

/** Watches one thing and hears what happens to it, for as long as the component is on screen; again after a lost connection. */
export function useLiveTopic(topic: Topic, onEvents: Handler): void {
  const socket = useSocket();
  useLiveEvents(onEvents);
  const { kind } = topic;
  const id = "id" in topic ? topic.id : null;
  useEffect(() => {
    const watched = (id === null ? { kind } : { kind, id }) as Topic;
    const watch = () => socket.emit("watch", watched, () => {});
    socket.on("connect", watch);
    if (socket.connected) watch();
    return () => {
      socket.off("connect", watch);
      if (socket.connected) socket.emit("unwatch", watched);
    };
  }, [socket, kind, id]);
}
