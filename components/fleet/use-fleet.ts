"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { ServerEvents } from "../../server/transport/socket/events.ts";
import { useConnection, useSocket } from "../api/live-provider.tsx";
import { useTRPC } from "../api/trpc.ts";
import { useRefreshSoon } from "../charge-points/use-live-list.ts";
import { type FleetStates, foldFleet, toFleetStates } from "./fold-fleet.ts";

type FleetPush = Parameters<ServerEvents["fleet"]>[0];

/** The server could not read the fleet just now. */
const AGAIN_MS = 5_000;
const NOTHING: FleetStates = new Map();

/**
 * Every site and how it stands, by pushes that carry the values. What was pushed is newer than what was asked for: until the first
 * push, and where no socket opens, the answer stands. On screen once at a time: it watches and stops watching for the whole tab.
 */
export function useFleet() {
  const trpc = useTRPC();
  const isStale = useConnection().since !== null;
  const refreshSoon = useRefreshSoon();
  const [pushed, setPushed] = useState<FleetStates | null>(null);
  const query = useQuery(trpc.fleet.get.queryOptions());
  const known = useRef<ReadonlySet<string>>(new Set());
  const asked = useMemo(() => query.data && toFleetStates(query.data.states), [query.data]);
  useMemo(() => {
    known.current = new Set(query.data?.sites.map(({ id }) => id));
  }, [query.data]);
  useFleetTopic(({ sites, isWhole }) => {
    setPushed((before) => (isWhole || before === null ? toFleetStates(sites) : foldFleet(before, sites)));
    const isNew = sites.some(({ siteId }) => siteId !== null && !known.current.has(siteId));
    if (isNew && known.current.size > 0) refreshSoon(trpc.fleet.get.pathKey());
  });
  return {
    query,
    sites: query.data?.sites,
    states: pushed ?? asked ?? NOTHING,
    isKnown: Boolean(pushed ?? asked),
    isStale,
  };
}

/** Hears what is pushed of the fleet; some other part watches it. */
export function useFleetPushes(onPush: (push: FleetPush) => void): void {
  const socket = useSocket();
  const handler = useRef(onPush);
  handler.current = onPush;
  useEffect(() => {
    const hear = (push: FleetPush) => handler.current(push);
    socket.on("fleet", hear);
    return () => void socket.off("fleet", hear);
  }, [socket]);
}

function useFleetTopic(onPush: (push: FleetPush) => void): void {
  const socket = useSocket();
  useFleetPushes(onPush);
  useEffect(() => {
    let again: ReturnType<typeof setTimeout> | undefined;
    const watch = () => {
      clearTimeout(again);
      socket.emit("watch", { kind: "fleet" }, ({ ok }) => {
        if (!ok && socket.connected) again = setTimeout(watch, AGAIN_MS);
      });
    };
    socket.on("connect", watch);
    if (socket.connected) watch();
    return () => {
      clearTimeout(again);
      socket.off("connect", watch);
      if (socket.connected) socket.emit("unwatch", { kind: "fleet" });
    };
  }, [socket]);
}
