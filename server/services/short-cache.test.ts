import { expect, test } from "vitest";
import { createShortCache } from "./short-cache.ts";

test("an answer is forgotten after its time, and the oldest one when there are too many", () => {
  let nowMs = 0;
  const cache = createShortCache<number>({ now: () => new Date(nowMs) }, { ttlMs: 10, max: 2 });
  cache.set("a", 1);
  cache.set("b", 2);
  expect([cache.get("a"), cache.get("b")]).toEqual([1, 2]);
  cache.set("c", 3);
  expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual([undefined, 2, 3]);
  nowMs = 10;
  expect(cache.get("b")).toBeUndefined();
});
