import { EventEmitter } from "node:events";
import { expect, it, vi } from "vitest";
import { bindConnection, type LiveSocket } from "./bind-connection.ts";
import { createConnectionStore } from "./connection-store.ts";

function bind(onSignedOut: (() => void) | null) {
  const socket = Object.assign(new EventEmitter(), { io: new EventEmitter(), active: false, connect: vi.fn() });
  const connection = createConnectionStore();
  const unbind = bindConnection(socket as unknown as LiveSocket, connection, onSignedOut);
  return { socket, connection, unbind };
}

it("who is refused for an ended session leaves, and is not told of a lost connection", () => {
  const leave = vi.fn();
  const { socket, connection } = bind(leave);
  socket.emit("connect");
  socket.emit("connect_error", new Error("unauthenticated"));
  expect(leave).toHaveBeenCalledOnce();
  expect(connection.getSnapshot().context.status).toBe("connected");
});

it.each(["unavailable", "tooMany", "xhr poll error"])("who is refused for '%s' stays and tries again", (message) => {
  vi.useFakeTimers();
  const leave = vi.fn();
  const { socket, connection } = bind(leave);
  socket.emit("connect_error", new Error(message));
  expect(connection.getSnapshot().context.status).toBe("lost");
  vi.advanceTimersByTime(3000);
  expect(socket.connect).toHaveBeenCalledOnce();
  expect(leave).not.toHaveBeenCalled();
  vi.useRealTimers();
});

it("where guests listen too nobody leaves", () => {
  const { socket, connection, unbind } = bind(null);
  socket.emit("connect_error", new Error("unauthenticated"));
  unbind();
  expect(connection.getSnapshot().context.status).toBe("lost");
});
