import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { component, element, tariffOf } from "../testing/tariffs.ts";
import { chargingMsOf, estimatePrice, toPriceCard } from "./price-card.ts";
import { priceSession } from "./price-session.ts";

const VAT = { vat: 19 };
const startedAtMs = Date.parse("2026-11-02T10:00:00Z");

describe("a price card", () => {
  it("is in the order of AFIR Art. 5 (4): per kWh, per minute, per session, other", () => {
    const all = (["FLAT", "PARKING_TIME", "TIME", "ENERGY"] as const).map((type) => component(type, 6, VAT));
    const reservation = element(component("TIME", 3, VAT), { reservation: "RESERVATION" });
    const { lines } = toPriceCard(tariffOf([reservation, element(all)]));
    expect(lines.map(({ unit, kind }) => `${unit} ${kind}`)).toEqual([
      "kWh energy",
      "minute time",
      "minute occupancy",
      "session flat",
      "other reservationTime",
    ]);
  });

  it("shows gross prices (PAngV § 3), time by the minute", () => {
    const { lines } = toPriceCard(tariffOf([element([component("ENERGY", 0.5, VAT), component("TIME", 6, VAT)])]));
    expect(lines.map(({ grossMicros }) => grossMicros)).toEqual([595_000n, 119_000n]);
  });

  it("tells when an occupancy fee begins", () => {
    const tariff = tariffOf([
      element([component("TIME", 6, VAT)], { min_duration: 14_400 }),
      element([component("PARKING_TIME", 6, VAT), component("ENERGY", 0.5, VAT)]),
    ]);
    expect(toPriceCard(tariff).lines.map(({ begins }) => begins)).toEqual([
      null,
      { on: "time", afterMinutes: 240 },
      { on: "idle", afterMinutes: 0 },
    ]);
  });

  it("leaves out what costs nothing", () => {
    expect(toPriceCard(tariffOf([element(component("FLAT", 0, VAT))])).lines).toEqual([]);
  });
});

test("an estimate is what the engine charges for that session", () => {
  const price = fc.integer({ min: 0, max: 9999 }).map((units) => units / 10_000);
  fc.assert(
    fc.property(
      fc.record({ energy: price, time: price, flat: price, kwh: fc.integer({ min: 1, max: 100 }) }),
      fc.constantFrom(11_000, 22_000, 150_000),
      ({ energy, time, flat, kwh }, powerW) => {
        const tariff = tariffOf([
          element([component("ENERGY", energy, VAT), component("TIME", time, VAT), component("FLAT", flat, VAT)]),
        ]);
        const energyMwh = BigInt(kwh) * 1_000_000n;
        const endedAtMs = startedAtMs + Math.ceil((kwh * 3_600_000) / powerW) * 1000;
        const periods = [{ startedAtMs, endedAtMs, energyMwh, kind: "charging" as const }];
        const charged = priceSession({ tariff, timeZone: "Europe/Berlin", periods });
        expect(estimatePrice(tariff, "Europe/Berlin", { startedAtMs, energyMwh, powerW })).toEqual(charged);
        // And the card's own prices, multiplied, come to the same, but for the card's rounding to the micro.
        const minutes = BigInt(chargingMsOf(energyMwh, powerW) / 1000);
        const byHand = toPriceCard(tariff).lines.reduce((sum, { unit, grossMicros }) => {
          const times60 = unit === "kWh" ? BigInt(kwh) * 60n : unit === "minute" ? minutes : 60n;
          return sum + grossMicros * times60;
        }, 0n);
        const difference = byHand - charged.grossMicros * 60n;
        const allowed = (BigInt(kwh) + minutes + 4n) * 60n;
        expect(difference < 0n ? -difference : difference).toBeLessThanOrEqual(allowed);
      },
    ),
  );
});
