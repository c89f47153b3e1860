import { describe, expect, test } from "vitest";
import { type CdrPeriods, toChargedPeriods } from "./cdr-periods.ts";

const at = (time: string): number => Date.parse(`2024-05-06T${time}Z`);
type Dimension = CdrPeriods["charging_periods"][number]["dimensions"][number];

/** A CDR from 08:00 to `end`, whose periods start at the given times. */
const cdr = (end: string, periods: readonly [string, ...Dimension[]][]): CdrPeriods => ({
  start_date_time: "2024-05-06T08:00:00Z",
  end_date_time: `2024-05-06T${end}Z`,
  charging_periods: periods.map(([start, ...dimensions]) => ({ start_date_time: `2024-05-06T${start}`, dimensions })),
});
const volume = (type: string, amount: number | string): Dimension => ({ type, volume: amount });

describe("a CDR's charging periods (OCPI 2.2.1 mod_cdrs)", () => {
  test("last until the next one, by their time stamps, where hours of four decimals agree", () => {
    const { periods, findings } = toChargedPeriods(
      cdr("08:35:00", [
        [
          "08:00:00Z",
          volume("TIME", 0.4167),
          volume("ENERGY", 4.3),
          volume("MIN_POWER", 10.1),
          volume("MAX_POWER", 11),
        ],
        ["08:25:00", volume("PARKING_TIME", "0.1667"), volume("MAX_CURRENT", 0.2)],
      ]),
    );
    expect(periods).toEqual([
      {
        kind: "charging",
        startedAtMs: at("08:00:00"),
        endedAtMs: at("08:25:00"),
        energyMwh: 4_300_000n,
        powerW: { min: 10_100, max: 11_000 },
      },
      { kind: "parking", startedAtMs: at("08:25:00"), endedAtMs: at("08:35:00"), energyMwh: 0n },
    ]);
    expect(findings).toEqual([]);
  });

  test("are billed by their volume, in whole seconds, where it contradicts the time stamps", () => {
    const { periods, findings } = toChargedPeriods(cdr("08:02:00", [["08:00:00Z", volume("TIME", 0.4167)]]));
    expect(periods).toMatchObject([{ endedAtMs: at("08:02:00"), billedSeconds: 1500 }]);
    expect(findings).toEqual([{ key: "durationDisagrees", periodIndex: 0 }]);
  });

  test("without a volume of time bill none", () => {
    const { periods, findings } = toChargedPeriods(cdr("09:00:00", [["08:00:00Z", volume("ENERGY", 1)]]));
    expect(periods).toMatchObject([{ kind: "charging", energyMwh: 1_000_000n, billedSeconds: 0 }]);
    expect(findings).toEqual([{ key: "noTimeVolume", periodIndex: 0 }]);
  });

  test("with several kinds of time are laid one after the other, energy with charging", () => {
    const { periods, findings, sources } = toChargedPeriods(
      cdr("09:00:00", [
        [
          "08:00:00Z",
          volume("PARKING_TIME", 0.25),
          volume("ENERGY", 5),
          volume("TIME", 0.5),
          volume("RESERVATION_TIME", 0.25),
        ],
      ]),
    );
    expect(periods).toEqual([
      { kind: "reservation", startedAtMs: at("08:00:00"), endedAtMs: at("08:15:00"), energyMwh: 0n },
      { kind: "charging", startedAtMs: at("08:15:00"), endedAtMs: at("08:45:00"), energyMwh: 5_000_000n },
      { kind: "parking", startedAtMs: at("08:45:00"), endedAtMs: at("09:00:00"), energyMwh: 0n },
    ]);
    expect(sources).toEqual([0, 0, 0]);
    expect(findings).toEqual([{ key: "mixedPeriod", periodIndex: 0 }]);
  });

  test("name their tariffs", () => {
    const source = cdr("09:00:00", [
      ["08:00:00Z", volume("TIME", 1)],
      ["09:00:00Z", volume("TIME", 0)],
    ]);
    const named = {
      ...source,
      charging_periods: source.charging_periods.map((period) => ({ ...period, tariff_id: "T1" })),
    };
    expect(toChargedPeriods(named).tariffIds).toEqual(["T1"]);
  });

  test.each([
    ["starts after it ends", cdr("07:00:00", [["08:00:00Z", volume("TIME", 1)]])],
    ["not a date-time", cdr("later", [["08:00:00Z", volume("TIME", 1)]])],
    ["not a decimal", cdr("09:00:00", [["08:00:00Z", volume("TIME", "one")]])],
  ])("are refused: %s", (message, input) => expect(() => toChargedPeriods(input)).toThrow(message));
});
