import { expect, test } from "vitest";
import type { SessionView } from "../../services/session/session-view.ts";
import { zoneOf } from "../../tariff/zone-offsets.ts";
import { columnsIn, EXPORT_LANGUAGES, SESSION_COLUMNS, toKwhText } from "./session-columns.ts";

test("columns keep their place, and each language has a word for every one", () => {
  expect(columnsIn("en").map(({ head }) => head)).toEqual([
    ...["Session", "Start", "End", "Duration", "State", "Site", "Charge point", "Connector", "EVSE ID", "Transaction"],
    ...[
      "Driver",
      "Id token",
      "Token label",
      "Energy (kWh)",
      "Meter start (kWh)",
      "Meter end (kWh)",
      "Tariff",
      "Version",
    ],
    ...["Net", "VAT", "Gross", "Currency", "Stop reason", "To check", "Time zone", "UTC offset at start"],
  ]);
  for (const language of EXPORT_LANGUAGES) {
    expect(new Set(columnsIn(language).map(({ head }) => head)).size).toBe(SESSION_COLUMNS.length);
  }
});

test.each([
  ["Europe/Berlin", "2026-10-25T00:30:00Z", "02:30", "UTC+02:00"],
  // An hour later the clock shows the same again.
  ["Europe/Berlin", "2026-10-25T01:30:00Z", "02:30", "UTC+01:00"],
  ["America/St_Johns", "2026-01-01T12:00:00Z", "08:30", "UTC-03:30"],
  ["UTC", "2026-01-01T12:00:00Z", "12:00", "UTC+00:00"],
])("a row says in which zone its times are: %s at %s", (zone, startedAt, clock, offset) => {
  const cells = SESSION_COLUMNS.map(({ cell }) =>
    cell({ startedAt, suspect: [] } as unknown as SessionView, zoneOf(zone)),
  );
  expect(new Date(Number(cells[1])).toISOString().slice(11, 16)).toBe(clock);
  expect(cells.slice(-2)).toEqual([zone, offset]);
});

test.each([
  ["0", "0"],
  ["5", "0.005"],
  ["12345.678", "12.345678"],
  ["-1500", "-1.5"],
  ["1000", "1"],
])("%s Wh are %s kWh", (wh, kwh) => {
  expect(toKwhText(wh)).toBe(kwh);
});
