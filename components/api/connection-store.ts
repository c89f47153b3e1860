import { createStore } from "@xstate/store";

/** `since` is when live values stopped; null while connected, and before the first connection. */
export type Connection = {
  readonly status: "connecting" | "connected" | "lost" | "reconnecting";
  readonly since: Date | null;
};

const INITIAL: Connection = { status: "connecting", since: null };

/** State of the tab's one socket. The instants come from the caller, so that tests own them. */
export const createConnectionStore = () =>
  createStore({
    context: INITIAL,
    on: {
      connected: (): Connection => ({ status: "connected", since: null }),
      lost: (connection: Connection, event: { at: Date }): Connection => ({
        status: "lost",
        since: connection.since ?? event.at,
      }),
      reconnecting: (connection: Connection, event: { at: Date }): Connection => ({
        status: "reconnecting",
        since: connection.since ?? event.at,
      }),
    },
  });

export type ConnectionStore = ReturnType<typeof createConnectionStore>;
