import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PowerCurve, type PowerReading } from "./power-curve.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const reading = (minute: number, values: Partial<PowerReading>): PowerReading => ({
  atMs: minute * MINUTE,
  powerW: null,
  registerMwh: null,
  socPercent: null,
  ...values,
});

function curve(readings: readonly PowerReading[], { minutes = 60, buckets = 60, usual = 1 as number | null } = {}) {
  const built = new PowerCurve({
    fromMs: 0,
    toMs: minutes * MINUTE,
    buckets,
    usualGapMs: usual === null ? null : usual * MINUTE,
  });
  for (const each of readings) built.add(each);
  return built.result();
}
const everyMinute = (count: number, values: (minute: number) => Partial<PowerReading>) =>
  Array.from({ length: count + 1 }, (_, minute) => reading(minute, values(minute)));

describe("a power curve", () => {
  test("has mean and maximum of the reported power in each bucket", () => {
    const buckets = curve(
      everyMinute(60, (minute) => ({ powerW: minute % 2 === 0 ? 10_000 : 12_000 })),
      { buckets: 6 },
    );
    expect(buckets).toHaveLength(6);
    for (const bucket of buckets) expect(bucket).toMatchObject({ meanPowerW: 11_000, maxPowerW: 12_000 });
  });

  test("takes the register's rise where no power is reported", () => {
    // 11 kW for a minute is 183,333 mWh.
    const buckets = curve(everyMinute(60, (minute) => ({ registerMwh: BigInt(minute) * 183_333n })));
    expect(buckets.every(({ meanPowerW }) => meanPowerW === 11_000)).toBe(true);
    expect(buckets.at(-1)?.registerMwh).toBe(60n * 183_333n);
  });

  test("believes reported power before the register, also when they come in turns", () => {
    const buckets = curve(
      everyMinute(60, (minute) => (minute % 2 === 0 ? { powerW: 7000 } : { registerMwh: BigInt(minute) })),
    );
    expect(buckets.every(({ meanPowerW }) => meanPowerW === 7000)).toBe(true);
  });

  test("leaves a silence empty: it is no zero and no line", () => {
    const readings = everyMinute(60, () => ({ powerW: 7000, socPercent: 50, registerMwh: 0n })).filter(
      ({ atMs }) => atMs <= 20 * MINUTE || atMs >= 40 * MINUTE,
    );
    const known = curve(readings).map(({ meanPowerW }) => meanPowerW !== null);
    expect(known.slice(0, 20)).not.toContain(false);
    // The reading at minute 20 stands at the beginning of its bucket.
    expect(known.slice(21, 40)).not.toContain(true);
    expect(known.slice(40)).not.toContain(false);
    expect(curve(readings)[30]).toMatchObject({ maxPowerW: null, registerMwh: null, socPercent: null });
  });

  test("a missed reading is no gap, and what was read before it still holds", () => {
    const readings = everyMinute(60, () => ({ powerW: 7000, socPercent: 50 })).filter(
      ({ atMs }) => atMs !== 20 * MINUTE && atMs !== 21 * MINUTE,
    );
    expect(curve(readings)[20]).toMatchObject({ meanPowerW: 7000, socPercent: 50 });
  });

  test("a register that fell says nothing of the power meanwhile", () => {
    const buckets = curve([reading(0, { registerMwh: 900n }), reading(1, { registerMwh: 100n })], { minutes: 1 });
    expect(buckets).toMatchObject([{ meanPowerW: null, registerMwh: 100n }]);
  });

  test("start and stop an hour apart do not make a curve, and a minute apart do", () => {
    const readings = (minutes: number) => [
      reading(0, { registerMwh: 0n }),
      reading(minutes, { registerMwh: BigInt(minutes) * 1_000_000n }),
    ];
    expect(curve(readings(60), { usual: null }).some(({ meanPowerW }) => meanPowerW !== null)).toBe(false);
    expect(curve(readings(1), { minutes: 1, usual: null }).every(({ meanPowerW }) => meanPowerW === 60_000)).toBe(true);
  });

  test("what lies before the start or after the end is left out", () => {
    expect(curve([reading(-1, { powerW: 1 }), reading(61, { powerW: 1 })]).some(({ maxPowerW }) => maxPowerW)).toBe(
      false,
    );
  });

  test("a session without duration has none", () => {
    expect(curve([reading(0, { powerW: 1 })], { minutes: 0 })).toEqual([]);
  });
});

test("never more buckets than asked for, in order, their energy the power's", () => {
  const anyReadings = fc.array(fc.integer({ min: 0, max: 22_000 }), { minLength: 2, maxLength: 200 });
  fc.assert(
    fc.property(anyReadings, fc.integer({ min: 1, max: 300 }), (powers, most) => {
      const toMs = (powers.length - 1) * MINUTE;
      const built = new PowerCurve({ fromMs: 0, toMs, buckets: most, usualGapMs: MINUTE });
      for (const [index, powerW] of powers.entries()) built.add(reading(index, { powerW }));
      const buckets = built.result();
      expect(buckets.length).toBeLessThanOrEqual(most);
      expect(buckets.length).toBeGreaterThan(0);
      const energyWh = buckets.reduce((sum, { atMs, meanPowerW }) => {
        const durationMs = Math.min(toMs, atMs + built.bucketMs) - atMs;
        return sum + ((meanPowerW ?? 0) * durationMs) / HOUR;
      }, 0);
      const trapezoidWh = powers
        .slice(1)
        .reduce((sum, powerW, index) => sum + (powerW + (powers[index] ?? 0)) / 120, 0);
      // Each bucket's mean is rounded to whole watts.
      expect(Math.abs(energyWh - trapezoidWh)).toBeLessThanOrEqual((0.5 * toMs) / HOUR + 0.001);
      for (const { meanPowerW, maxPowerW } of buckets) expect(maxPowerW ?? 0).toBeGreaterThanOrEqual(meanPowerW ?? 0);
    }),
  );
});
