import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { watchSite } from "./watch-site.ts";

const held = vi.hoisted(() => ({ socket: null as unknown }));
vi.mock("socket.io-client", () => ({
  Manager: class {
    socket = () => held.socket;
  },
}));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch() {
  const socket = Object.assign(new EventEmitter(), {
    ...{ io: new EventEmitter(), active: false, connect: vi.fn() },
    disconnect: () => socket.emit("disconnect", "io client disconnect"),
  });
  held.socket = socket;
  const listener = { onEvents: vi.fn(), onWatching: vi.fn(), onPrices: vi.fn(), onLost: vi.fn() };
  return { socket, ...listener, stop: watchSite({ siteId: "site", tenant: null }, listener) };
}

it.each(["disconnect", "connect_error"])("who is sent away by the server (%s) is told, and comes back", (event) => {
  const { socket, onLost, stop } = watch();
  socket.emit(event, new Error("unavailable"));
  expect(onLost).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(3000);
  expect(socket.connect).toHaveBeenCalledTimes(2);
  stop();
});

it("who has left does not come back", () => {
  const { socket, onLost, stop } = watch();
  stop();
  vi.advanceTimersByTime(60_000);
  expect(socket.connect).toHaveBeenCalledOnce();
  expect(onLost).not.toHaveBeenCalled();
});
