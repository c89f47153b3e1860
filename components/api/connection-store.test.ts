import { expect, it } from "vitest";
import { createConnectionStore } from "./connection-store.ts";

const first = new Date("2026-01-01T12:00:00Z");
const later = new Date("2026-01-01T12:00:09Z");

it("values are as of the moment the connection was lost, however often it is tried again", () => {
  const store = createConnectionStore();
  store.send({ type: "connected" });
  store.send({ type: "lost", at: first });
  store.send({ type: "reconnecting", at: later });
  store.send({ type: "lost", at: later });
  expect(store.getSnapshot().context).toEqual({ status: "lost", since: first });
});

it("a regained connection forgets the loss", () => {
  const store = createConnectionStore();
  store.send({ type: "lost", at: first });
  store.send({ type: "connected" });
  expect(store.getSnapshot().context).toEqual({ status: "connected", since: null });
});
