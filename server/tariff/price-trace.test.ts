import { describe, expect, test } from "vitest";
import { component, element, period, tariffOf } from "../testing/tariffs.ts";
import { priceSession } from "./price-session.ts";
import { fromTraceJson, toTraceJson } from "./price-trace.ts";

const tariff = tariffOf(
  [
    element(component("TIME", 6), { reservation: "RESERVATION" }),
    element([component("ENERGY", 0.25, { vat: 19, step_size: 500 })], { max_kwh: 4, min_current: 6, max_power: 22 }),
    element([component("ENERGY", 0.5), component("FLAT", 1, { vat: 0 }), component("PARKING_TIME", 2)], {
      end_time: "11:30",
    }),
  ],
  { max_price: { excl_vat: 2 } },
);
const periods = [
  period("2024-05-06T07:50:00Z", "2024-05-06T08:00:00Z", 0, { kind: "reservation" }),
  period("2024-05-06T08:00:00Z", "2024-05-06T09:00:00Z", 10.1),
  period("2024-05-06T09:00:00Z", "2024-05-06T10:00:00Z", 0, { kind: "parking" }),
];
const priced = priceSession({ tariff, timeZone: "Europe/Berlin", periods, split: "atStart" });

describe("the trace as JSON", () => {
  test("comes back as it was", () => {
    expect(priced.flags.length).toBeGreaterThan(2);
    expect(fromTraceJson(JSON.parse(JSON.stringify(toTraceJson(priced))))).toEqual(priced);
  });

  test("has the same text however the object was built", () => {
    const backwards = Object.fromEntries(Object.entries(priced).reverse()) as typeof priced;
    expect(JSON.stringify(toTraceJson(backwards))).toBe(JSON.stringify(toTraceJson(priced)));
  });

  test("holds amounts as decimal text and instants as UTC text", () => {
    const json = toTraceJson(priced);
    expect(json).toMatchObject({ version: 1, netMicros: "2000000", exponent: 2 });
    expect(json.lines[0]).toMatchObject({ fromMs: "2024-05-06T07:50:00.000Z", quantity: "600", vatPpm: null });
  });

  test.each([
    [{ ...toTraceJson(priced), version: 2 }, "version"],
    [{ ...toTraceJson(priced), netMicros: "1.5" }, "netMicros"],
    [{ ...toTraceJson(priced), more: true }, "not a price trace"],
    [null, "not a price trace"],
  ])("is refused when it is something else (%#)", (json, message) => {
    expect(() => fromTraceJson(json)).toThrow(message);
  });
});
