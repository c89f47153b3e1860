import fc from "fast-check";
import { expect, test } from "vitest";
import { parseStationTime } from "./instant.ts";

const arrivalMs = Date.UTC(2026, 6, 1, 12, 0, 0);
const clock = { arrivalMs, timeZone: "Europe/Berlin" };

test.each([
  ["2026-07-01T11:59:00Z", "2026-07-01T11:59:00.000Z", []],
  ["2026-07-01T11:59:00.123456789Z", "2026-07-01T11:59:00.123Z", []],
  ["2026-07-01T11:59:00,5Z", "2026-07-01T11:59:00.500Z", []],
  ["2026-07-01t13:59:00+02:00", "2026-07-01T11:59:00.000Z", []],
  ["2026-07-01T13:59:00+0200", "2026-07-01T11:59:00.000Z", []],
  ["2026-07-01T13:59:00+02", "2026-07-01T11:59:00.000Z", []],
  ["2026-07-01T06:29:00-05:30", "2026-07-01T11:59:00.000Z", []],
  ["2026-07-01 11:59:00 Z", "2026-07-01T11:59:00.000Z", []],
  ["2026-07-01T11:59Z", "2026-07-01T11:59:00.000Z", []],
  ["2026-06-30T24:00:00Z", "2026-07-01T00:00:00.000Z", []],
  ["2026-06-30T23:59:60Z", "2026-07-01T00:00:00.000Z", []],
  ["2026-07-01T13:59:00", "2026-07-01T11:59:00.000Z", ["noZone"]],
  ["2026-07-01T12:04:59Z", "2026-07-01T12:04:59.000Z", []],
  ["2026-07-01T12:05:01Z", "2026-07-01T12:00:00.000Z", ["clockFuture"]],
  ["2026-04-02T12:00:01Z", "2026-04-02T12:00:01.000Z", []],
  ["2026-04-02T11:59:59Z", "2026-07-01T12:00:00.000Z", ["clockImplausible"]],
  ["1970-01-01T00:00:12Z", "2026-07-01T12:00:00.000Z", ["clock1970"]],
  ["1970-01-01T00:00:12", "2026-07-01T12:00:00.000Z", ["noZone", "clock1970"]],
  ["", "2026-07-01T12:00:00.000Z", ["unparsable"]],
  ["yesterday", "2026-07-01T12:00:00.000Z", ["unparsable"]],
  ["2026-02-30T12:00:00Z", "2026-07-01T12:00:00.000Z", ["unparsable"]],
  ["2026-13-01T12:00:00Z", "2026-07-01T12:00:00.000Z", ["unparsable"]],
  ["2026-07-01T11:59:00+99:00", "2026-07-01T12:00:00.000Z", ["unparsable"]],
  ["2026-07-01T11:59:00+24:00", "2026-07-01T12:00:00.000Z", ["unparsable"]],
  ["2026-07-01T11:59:00+01:60", "2026-07-01T12:00:00.000Z", ["unparsable"]],
])("%j is %s %j", (raw, expected, flags) => {
  const instant = parseStationTime(raw, clock);
  expect(new Date(instant.atMs).toISOString()).toBe(expected);
  expect(instant.flags).toEqual(flags);
  expect(instant.raw).toBe(raw);
});

test.each([
  ["the hour that comes twice is the first when that is now", "2026-10-25T02:30:00", "2026-10-25T00:30:00.000Z"],
  ["the hour that is skipped goes on from before", "2026-03-29T02:30:00", "2026-03-29T01:30:00.000Z"],
  ["just before the change", "2026-03-29T01:59:59", "2026-03-29T00:59:59.000Z"],
  ["just after the change", "2026-03-29T03:00:00", "2026-03-29T01:00:00.000Z"],
])("without a zone, %s", (_, raw, expected) => {
  const instant = parseStationTime(raw, { ...clock, arrivalMs: Date.parse(expected) + 60_000 });
  expect(new Date(instant.atMs).toISOString()).toBe(expected);
});

test.each([
  ["the second when it is that just now", "01:30:02Z", "2026-10-25T01:30:00.000Z"],
  ["the second by a clock that is a little fast", "01:26:00Z", "2026-10-25T01:30:00.000Z"],
  ["the first while the second is still to come", "01:24:00Z", "2026-10-25T00:30:00.000Z"],
  ["the first when it comes hours late, and nothing tells", "06:00:00Z", "2026-10-25T00:30:00.000Z"],
])("of the hour that comes twice it is %s", (_, arrival, expected) => {
  const arrivalMs = Date.parse(`2026-10-25T${arrival}`);
  const parse = (offsetMs: number) =>
    parseStationTime("2026-10-25T02:30:00", { ...clock, arrivalMs: arrivalMs - offsetMs, clockOffsetMs: offsetMs });
  expect(new Date(parse(0).atMs).toISOString()).toBe(expected);
  expect(parse(7_200_000).atMs).toBe(Date.parse(expected) - 7_200_000);
});

test("a known clock deviation is taken off before the clock is doubted", () => {
  const instant = parseStationTime("2026-07-01T14:00:00Z", { ...clock, clockOffsetMs: 2 * 3_600_000 });
  expect(instant).toMatchObject({ atMs: arrivalMs, flags: ["clockCorrected"] });
});

test("whatever comes, the instant lies in the window around arrival", () => {
  const iso = fc.date({ noInvalidDate: true, min: new Date(0) }).map((date) => date.toISOString());
  const local = iso.map((text) => text.replace("Z", ""));
  fc.assert(
    fc.property(fc.oneof(iso, local, fc.string()), (raw) => {
      const { atMs } = parseStationTime(raw, clock);
      expect(atMs).toBeGreaterThanOrEqual(arrivalMs - 90 * 86_400_000);
      expect(atMs).toBeLessThanOrEqual(arrivalMs + 300_000);
    }),
  );
});

test("local times of a zone come back to themselves", () => {
  const berlin = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Europe/Berlin",
    dateStyle: "short",
    timeStyle: "medium",
  });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 365 * 1440 }), (minute) => {
      const atMs = Date.UTC(2026, 0, 1) + minute * 60_000;
      const { atMs: parsedMs } = parseStationTime(berlin.format(atMs), { ...clock, arrivalMs: atMs });
      expect(parsedMs).toBe(atMs);
    }),
  );
});
