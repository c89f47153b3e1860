import { expect, test } from "vitest";
import { toReadingRows } from "./to-reading-rows.ts";

const reading = (samples: Record<string, unknown>[]) => ({
  ...{ at: "2026-01-01T00:00:00.000Z", rawAt: "1970-01-01T00:00:07", receivedAt: "2026-01-01T00:00:00.000Z" },
  ...{ connectorNumber: 1, energyWh: null, powerW: null, socPercent: null, flags: ["clock1970"], samples },
});

test("each sampled value is a row in the station's own words; the first of an instant shows it with its flags", () => {
  const rows = toReadingRows([
    reading([
      { value: "7", phase: "L1" },
      { value: 8, measurand: "SoC" },
    ]),
  ]);
  expect(rows).toMatchObject([
    {
      rawAt: "1970-01-01T00:00:07",
      isFirst: true,
      words: { value: "7", phase: "L1", measurand: "" },
      flags: ["clock1970"],
    },
    { isFirst: false, words: { value: "8", measurand: "SoC", unit: "" }, flags: [] },
  ]);
});

test("a reading without samples is seen, and a long word is cut", () => {
  expect(toReadingRows([reading([])])).toHaveLength(1);
  expect(toReadingRows([reading([{ value: "x".repeat(5000) }])])[0]?.words.value).toHaveLength(61);
});

test("keys tell rows apart", () => {
  const rows = toReadingRows([reading([{ value: "1" }, { value: "1" }]), reading([{ value: "2" }])]);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(3);
});
