import type { InfiniteData } from "@tanstack/react-query";
import { describe, expect, test } from "vitest";
import type { LiveEvent } from "../../server/transport/socket/events.ts";
import { foldMessages, type Message, type MessagePage } from "./fold-messages.ts";

const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`;
const message = (id: string, second: number, more: Partial<Message> = {}): Message =>
  ({ id, at: at(second), direction: "in", action: "Heartbeat", ...more }) as Message;
const event = (told: Message, chargePointId = "c"): LiveEvent => ({
  type: "messageLogged",
  tenantId: "t",
  siteId: null,
  chargePointId,
  message: told,
});
type Trace = InfiniteData<MessagePage, null>;
const trace = (...pages: Message[][]): Trace => ({
  pages: pages.map((items) => ({ items, nextCursor: "more" })),
  pageParams: pages.map(() => null),
});
const ids = (data: Trace) => data.pages.map(({ items }) => items.map(({ id }) => id).join(""));

describe("the message trace", () => {
  const before = trace([message("b", 4), message("a", 2)], [message("z", 1)]);
  const fold = (events: LiveEvent[], filter: object = {}) =>
    foldMessages(before, { chargePoint: "c", ...filter }, events);

  test("a message stands where its time puts it, in front of what was loaded", () => {
    expect(ids(fold([event(message("c", 5)), event(message("d", 3))]))).toEqual(["cbda", "z"]);
  });

  test("each is there once, whether it was loaded or told twice", () => {
    expect(fold([event(message("z", 1)), event(message("a", 2))])).toBe(before);
  });

  test("another charge point's, and what the filter keeps out, change nothing", () => {
    expect(fold([event(message("c", 5), "other")])).toBe(before);
    expect(fold([event(message("c", 5))], { action: "Authorize" })).toBe(before);
    expect(fold([event(message("c", 5))], { messageDirection: "out" })).toBe(before);
    expect(ids(fold([event(message("c", 5))], { action: "Heartbeat", messageDirection: "in" }))).toEqual(["cba", "z"]);
  });
});
