import fc from "fast-check";
import { DAYS_OF_WEEK, type OcpiTariff } from "../tariff/ocpi-tariff.ts";
import { ocpiTariff } from "./tariffs.ts";

type Element = OcpiTariff["elements"][number];

export const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 2 });
/** A quarter of an hour, as "HH:MM". */
export const timeOfDay = fc
  .integer({ min: 0, max: 95 })
  .map(
    (quarter) => `${String(Math.floor(quarter / 4)).padStart(2, "0")}:${String((quarter % 4) * 15).padStart(2, "0")}`,
  );
const date = fc.constantFrom("2024-03-11", "2024-03-31", "2024-05-16", "2024-10-27", "2024-11-03", "2025-01-01");
const kwh = fc.integer({ min: 0, max: 80 }).map((tenths) => tenths / 10);
const duration = fc.integer({ min: 0, max: 120 }).map((minutes) => minutes * 60);
const powerKw = fc.constantFrom(3, 11, 22);

const restrictions = fc.record({
  start_time: optional(timeOfDay),
  end_time: optional(timeOfDay),
  start_date: optional(date),
  end_date: optional(date),
  min_kwh: optional(kwh),
  max_kwh: optional(kwh),
  min_duration: optional(duration),
  max_duration: optional(duration),
  min_power: fc.option(powerKw, { freq: 1 }),
  max_power: fc.option(powerKw, { freq: 1 }),
  day_of_week: optional(fc.uniqueArray(fc.constantFrom(...DAYS_OF_WEEK), { minLength: 1, maxLength: 5 })),
  reservation: fc.option(fc.constantFrom("RESERVATION" as const, "RESERVATION_EXPIRES" as const), { freq: 1 }),
});
/** At most three restrictions an element: more would rarely match anything. */
const fewRestrictions = fc
  .tuple(
    restrictions,
    fc.shuffledSubarray(
      [
        "start_time",
        "end_time",
        "start_date",
        "end_date",
        "min_kwh",
        "max_kwh",
        "min_duration",
        "max_duration",
        "min_power",
        "max_power",
        "day_of_week",
        "reservation",
      ] as const,
      { maxLength: 3 },
    ),
  )
  .map(([all, keys]) => Object.fromEntries(keys.map((key) => [key, all[key]])));

const priceComponent = fc.record({
  type: fc.constantFrom("ENERGY", "TIME", "PARKING_TIME", "FLAT"),
  price: fc.integer({ min: 0, max: 9_999 }).map((value) => value / 1000),
  vat: fc.constantFrom(null, 0, 7, 19, 25.5),
  step_size: fc.constantFrom(0, 1, 60, 300, 500, 1000),
});
const anyElement: fc.Arbitrary<Element> = fc.record({
  price_components: fc.array(priceComponent, { minLength: 1, maxLength: 4 }),
  restrictions: fc.option(fewRestrictions, { freq: 4 }),
});
/** Any tariff that OCPI can say, of at most five elements; its dates are around the changes of the clock in 2024. */
export const anyTariff = fc.array(anyElement, { minLength: 1, maxLength: 5 }).map((elements) => ocpiTariff(elements));
