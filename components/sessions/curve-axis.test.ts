import { expect, test } from "vitest";
import { bucketsForWidth, timeAxis } from "./curve-axis.ts";

const at = (text: string) => Date.parse(`2026-01-01T${text}Z`);
const texts = (ticks: readonly number[]) => ticks.map((ms) => new Date(ms).toISOString().slice(11, 19));

test("an hour has round minutes", () => {
  const { ticks, format } = timeAxis(at("08:03:20"), at("09:01:00"), 6);
  expect(texts(ticks)).toEqual(["08:10:00", "08:20:00", "08:30:00", "08:40:00", "08:50:00", "09:00:00"]);
  expect(format).not.toHaveProperty("second");
});

test("a minute has seconds, two days have weekdays", () => {
  expect(timeAxis(at("08:00:00"), at("08:01:00"), 6).format).toHaveProperty("second");
  expect(timeAxis(at("08:00:00"), at("08:00:00") + 2 * 86_400_000, 6).format).toHaveProperty("weekday");
});

test.each([1, 3, 8])("never more than %i and a bit", (most) => {
  for (const minutes of [0, 1, 7, 90, 1000, 100_000, 10_000_000]) {
    const { ticks } = timeAxis(at("00:00:00"), at("00:00:00") + minutes * 60_000, most);
    expect(ticks.length).toBeLessThanOrEqual(most + 1);
  }
});

test.each([
  [0, 50],
  [320, 100],
  [1150, 300],
  [4000, 300],
])("%i px ask for %i buckets", (width, buckets) => {
  expect(bucketsForWidth(width)).toBe(buckets);
});
