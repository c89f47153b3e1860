import type { Socket } from "socket.io-client";
import type { ClientEvents, ServerEvents } from "../../server/transport/socket/events.ts";
import type { ConnectionStore } from "./connection-store.ts";

export type LiveSocket = Socket<ServerEvents, ClientEvents>;

/** After the server ended the connection itself, socket.io does not come back by its own. */
const REOPEN_MS = 3000;

/**
 * Keeps the connection's state in step with the socket. `onSignedOut`: whoever comes back after their session has ended is not let
 * in, which no waiting will change. Returns how to stop.
 */
export function bindConnection(
  socket: LiveSocket,
  connection: Pick<ConnectionStore, "send">,
  onSignedOut: (() => void) | null,
): () => void {
  let reopen: ReturnType<typeof setTimeout> | undefined;
  const onConnect = () => connection.send({ type: "connected" });
  const onLost = () => {
    connection.send({ type: "lost", at: new Date() });
    if (socket.active) return;
    clearTimeout(reopen);
    reopen = setTimeout(() => socket.connect(), REOPEN_MS);
  };
  const onRefused = (error: Error) => (onSignedOut && error.message === "unauthenticated" ? onSignedOut() : onLost());
  const onAttempt = () => connection.send({ type: "reconnecting", at: new Date() });
  socket.on("connect", onConnect);
  socket.on("disconnect", onLost);
  socket.on("connect_error", onRefused);
  socket.io.on("reconnect_attempt", onAttempt);
  return () => {
    clearTimeout(reopen);
    socket.off("connect", onConnect);
    socket.off("disconnect", onLost);
    socket.off("connect_error", onRefused);
    socket.io.off("reconnect_attempt", onAttempt);
  };
}
