import { expect, test } from "vitest";
import { type MeterValueInput, toReadings } from "./to-readings.ts";

const read = (values: readonly MeterValueInput[]) =>
  toReadings(
    { chargePointId: "cp", timeZone: "UTC" },
    values,
    { session: null, connectorNumber: 1, transactionId: null, flags: [] },
    new Date("2026-06-01T12:00:00Z"),
  ).map(({ rawAt, samples }) => [rawAt, samples]);

const at = "2026-06-01T11:59:00Z";

test("meter values without samples are no readings", () => {
  expect(read([{ timestamp: at, sampledValue: [] }])).toEqual([]);
});

test("what one message says twice is one reading; another value or instant is another", () => {
  const [one, two] = [[{ value: "1" }], [{ value: "2" }]];
  expect(
    read([
      { timestamp: at, sampledValue: one },
      { timestamp: at, sampledValue: one },
      { timestamp: at, sampledValue: two },
      { timestamp: "2026-06-01T11:59:01Z", sampledValue: one },
    ]),
  ).toEqual([
    [at, '[{"value":"1"}]'],
    [at, '[{"value":"2"}]'],
    ["2026-06-01T11:59:01Z", '[{"value":"1"}]'],
  ]);
});
