import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { atPriceEdge } from "./price-edge.ts";

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-06-01T15:58:00Z") }));
afterEach(() => void vi.useRealTimers());
const UNTIL = "2026-06-01T16:00:00Z";

test("a price is asked for again once it may be another, not before, and until an answer came", () => {
  const ask = vi.fn();
  const stop = atPriceEdge(UNTIL, ask);
  vi.advanceTimersByTime(120_000);
  expect(ask).not.toHaveBeenCalled();
  vi.advanceTimersByTime(5_000);
  expect(ask).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(35_000);
  expect(ask).toHaveBeenCalledTimes(2);
  stop();
  vi.advanceTimersByTime(600_000);
  expect(ask).toHaveBeenCalledTimes(2);
});

test("a price for which nothing is planned is left alone, and one of next year does not come at once", () => {
  const ask = vi.fn();
  atPriceEdge(null, ask);
  const stop = atPriceEdge("2027-06-01T16:00:00Z", ask);
  vi.advanceTimersByTime(86_400_000);
  expect(ask).not.toHaveBeenCalled();
  stop();
});
