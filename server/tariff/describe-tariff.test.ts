import { describe, expect, test } from "vitest";
import { component, element, tariffOf } from "../testing/tariffs.ts";
import { describeTariff } from "./describe-tariff.ts";

describe("a tariff's headlines", () => {
  test("show the price that needs no condition, and its range", () => {
    const summary = describeTariff(
      tariffOf([
        element(component("ENERGY", 0.6), { start_time: "17:00", end_time: "20:00" }),
        element(component("ENERGY", 0.2), { min_kwh: 50 }),
        element([component("ENERGY", 0.4, { vat: 19 }), component("FLAT", 1)]),
        element(component("ENERGY", 9), { min_power: 50 }),
      ]),
    );
    expect(summary.headlines.energy).toEqual({
      unit: "kWh",
      netMicros: 400_000n,
      grossMicros: 476_000n,
      vatPpm: 190_000n,
      lowestNetMicros: 200_000n,
      highestNetMicros: 600_000n,
      isFreeOtherwise: false,
      variesBy: ["timeOfDay", "energyUsed"],
    });
    expect(summary.headlines.flat).toMatchObject({ unit: "once", netMicros: 1_000_000n, vatPpm: null, variesBy: [] });
    expect(summary.headlines.time).toBeNull();
    expect(summary.isFree).toBe(false);
  });

  test("say that a dimension is free outside its conditions", () => {
    const { headlines } = describeTariff(tariffOf([element(component("PARKING_TIME", 6), { min_duration: 7200 })]));
    expect(headlines.parking).toMatchObject({ netMicros: 6_000_000n, isFreeOtherwise: true, variesBy: ["duration"] });
  });

  test("show a reservation's ordinary price, and that an expired one differs", () => {
    const { headlines } = describeTariff(
      tariffOf([
        element(component("TIME", 3), { reservation: "RESERVATION" }),
        element(component("TIME", 6), { reservation: "RESERVATION_EXPIRES" }),
      ]),
    );
    expect(headlines.reservationTime).toMatchObject({
      netMicros: 3_000_000n,
      highestNetMicros: 6_000_000n,
      variesBy: ["reservationExpired"],
    });
  });

  test("recognise the free-of-charge tariff of the standard", () => {
    expect(describeTariff(tariffOf([element(component("FLAT", 0))])).isFree).toBe(true);
    expect(describeTariff(tariffOf([element(component("FLAT", 0))], { min_price: { excl_vat: 1 } })).isFree).toBe(
      false,
    );
  });
});
