import { Manager, type Socket } from "socket.io-client";
import type { ClientEvents, LiveEvent, ServerEvents } from "../../server/transport/socket/events.ts";
import { bindConnection } from "../api/bind-connection.ts";
import { soon } from "./price-edge.ts";

type Watched = { readonly siteId: string /** Where the path names the company. */; readonly tenant: string | null };

type Listener = {
  readonly onEvents: (events: readonly LiveEvent[]) => void;
  /** From now on nothing is missed: what happened before must be asked for. */
  readonly onWatching: () => void;
  /** What charging costs may have changed. */
  readonly onPrices: () => void;
  /** What is known is as of now; it goes on trying. */
  readonly onLost: () => void;
};

/** Hears what happens to a site's plugs, for pages without the app's providers. Returns how to stop. */
export function watchSite(
  { siteId, tenant }: Watched,
  { onEvents, onWatching, onPrices, onLost }: Listener,
): () => void {
  const manager = new Manager<ServerEvents, ClientEvents>({
    path: "/socket.io",
    autoConnect: false,
    ...(tenant === null ? {} : { query: { tenant } }),
  });
  const socket: Socket<ServerEvents, ClientEvents> = manager.socket("/");
  socket.on("connect", () => socket.emit("watch", { kind: "site", id: siteId }, onWatching));
  socket.on("live", onEvents);
  socket.on("missed", onWatching);
  let forget = () => {};
  socket.on("pricesChanged", () => {
    forget();
    forget = soon(onPrices);
  });
  const connection = { send: ({ type }: { type: string }) => type === "lost" && onLost() };
  const unbind = bindConnection(socket, connection, null);
  socket.connect();
  return () => {
    unbind();
    forget();
    socket.disconnect();
  };
}
