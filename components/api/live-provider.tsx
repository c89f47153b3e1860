"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { Manager, type Socket } from "socket.io-client";
import { OFFICE_PARAM } from "../../server/core/request-headers.ts";
import type { ClientEvents, ServerEvents } from "../../server/transport/socket/events.ts";
import { type Connection, type ConnectionStore, createConnectionStore } from "./connection-store.ts";

export type LiveSocket = Socket<ServerEvents, ClientEvents>;
type Live = { readonly socket: LiveSocket; readonly connection: ConnectionStore };

const LiveContext = createContext<Live | null>(null);

/** After the server ended the connection itself, socket.io does not come back by its own. */
const REOPEN_MS = 3000;

/** `tenant`: the slug of the company that the path names; sockets do not see paths. */
type LiveProviderProps = { children: ReactNode; tenant?: string; office?: string };

/** Holds the tab's one socket. It connects after mounting, so a server render opens none. `office` as in `ApiProvider`. */
export function LiveProvider({ children, tenant, office }: LiveProviderProps) {
  const [live] = useState(() => createLive({ ...(tenant && { tenant }), ...(office && { [OFFICE_PARAM]: office }) }));
  const queryClient = useQueryClient();
  useEffect(() => {
    const { socket } = live;
    // Events between the page's fetch and now, or during a loss, are gone: everything on screen is asked once more, but not
    // before what it watches is heard. The parts on screen have asked to watch by then: their effects run before this one.
    const catchUp = () => socket.emit("settled", () => void queryClient.invalidateQueries());
    const unbind = bindConnection(live);
    socket.on("connect", catchUp);
    socket.connect();
    return () => {
      unbind();
      socket.off("connect", catchUp);
      socket.disconnect();
    };
  }, [live, queryClient]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** The tab's socket, for `on` and `off` in an effect. */
export const useSocket = (): LiveSocket => useLive().socket;

/** Whether pushed values arrive, and since when they do not. */
export function useConnection(): Connection {
  const { connection } = useLive();
  return useSyncExternalStore(
    (onChange) => {
      const subscription = connection.subscribe(onChange);
      return () => subscription.unsubscribe();
    },
    () => connection.getSnapshot().context,
    () => connection.getSnapshot().context,
  );
}

function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error("live values are used outside of LiveProvider");
  return live;
}

function createLive(query: Record<string, string>): Live {
  // A Manager, not io(): without an address it reads the window's only when it opens, so a server render can build it.
  const manager = new Manager<ServerEvents, ClientEvents>({
    path: "/socket.io",
    query,
    autoConnect: false,
    reconnectionDelay: 500,
    reconnectionDelayMax: 3000,
  });
  const socket: LiveSocket = manager.socket("/");
  return { socket, connection: createConnectionStore() };
}

/** Keeps the connection's state in step with the socket. Returns how to stop. */
function bindConnection({ socket, connection }: Live): () => void {
  let reopen: ReturnType<typeof setTimeout> | undefined;
  const onConnect = () => connection.send({ type: "connected" });
  const onLost = () => {
    connection.send({ type: "lost", at: new Date() });
    if (socket.active) return;
    clearTimeout(reopen);
    reopen = setTimeout(() => socket.connect(), REOPEN_MS);
  };
  const onAttempt = () => connection.send({ type: "reconnecting", at: new Date() });
  socket.on("connect", onConnect);
  socket.on("disconnect", onLost);
  socket.on("connect_error", onLost);
  socket.io.on("reconnect_attempt", onAttempt);
  return () => {
    clearTimeout(reopen);
    socket.off("connect", onConnect);
    socket.off("disconnect", onLost);
    socket.off("connect_error", onLost);
    socket.io.off("reconnect_attempt", onAttempt);
  };
}
