"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { Manager } from "socket.io-client";
import { OFFICE_PARAM } from "../../server/core/request-headers.ts";
import type { ClientEvents, ServerEvents } from "../../server/transport/socket/events.ts";
import { bindConnection, type LiveSocket } from "./bind-connection.ts";
import { type Connection, type ConnectionStore, createConnectionStore } from "./connection-store.ts";
import { leave } from "./leave.ts";

type Live = { readonly socket: LiveSocket; readonly connection: ConnectionStore };

const LiveContext = createContext<Live | null>(null);

/** What was missed is read anew at most this often, and at most twice as late. */
const MISSED_MS = 1000;

type LiveProviderProps = {
  children: ReactNode;
  /** The slug of the company that the path names; sockets do not see paths. */
  tenant?: string;
  /** As in `ApiProvider`. */
  office?: string;
  /** Where an ended session leads. Left out where guests listen too: nobody is turned away there. */
  signIn?: string;
};

/** Holds the tab's one socket. It connects after mounting, so a server render opens none. */
export function LiveProvider({ children, tenant, office, signIn }: LiveProviderProps) {
  const [live] = useState(() => createLive({ ...(tenant && { tenant }), ...(office && { [OFFICE_PARAM]: office }) }));
  const queryClient = useQueryClient();
  useEffect(() => {
    const { socket } = live;
    // Events between the page's fetch and now, or during a loss, are gone: everything on screen is asked once more, but not
    // before what it watches is heard. The parts on screen have asked to watch by then: their effects run before this one.
    const catchUp = () => socket.emit("settled", () => void queryClient.invalidateQueries());
    const unbind = bindConnection(socket, live.connection, signIn === undefined ? null : () => leave(signIn));
    // Everybody's screen misses the same at once, and may do so again in the next moment.
    let due: ReturnType<typeof setTimeout> | undefined;
    const catchUpSoon = () => {
      due ??= setTimeout(
        () => {
          due = undefined;
          void queryClient.invalidateQueries();
        },
        MISSED_MS * (1 + Math.random()),
      );
    };
    socket.on("connect", catchUp);
    socket.on("missed", catchUpSoon);
    socket.connect();
    return () => {
      unbind();
      clearTimeout(due);
      socket.off("connect", catchUp);
      socket.off("missed", catchUpSoon);
      socket.disconnect();
    };
  }, [live, queryClient, signIn]);
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
