import fc from "fast-check";
import { expect, test } from "vitest";
import type { RegisterPoint } from "../../metering/register-series.ts";
import { compileTariff } from "../../tariff/compile-tariff.ts";
import { anyTariff } from "../../testing/any-tariff.ts";
import { insertPoint } from "./insert-point.ts";
import { type RunningTerms, RunningTotal } from "./running-total.ts";
import { workOut } from "./work-out.ts";

const MINUTE_MS = 60_000;
const STARTED_AT = new Date("2024-03-30T21:40:00Z"); // the night in which the clock changes
const terms: RunningTerms = {
  startedAt: STARTED_AT,
  startEnergyMwh: 1_000_000n,
  maxPowerW: 11_000,
  timeZone: "Europe/Berlin",
};

/** Mostly the next minute; now and then the same one again, one of long ago, or one before the start. */
const stepMinutes = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(1, 1, 1, 2, 15) },
  { weight: 2, arbitrary: fc.constantFrom(0, -1, -7, -40) },
);
const heard = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant("point" as const),
      stepMinutes,
      risenMwh: fc.oneof(
        { weight: 60, arbitrary: fc.bigInt({ min: 1n, max: 400_000n }) },
        { weight: 30, arbitrary: fc.constant(0n) },
        { weight: 3, arbitrary: fc.constantFrom(-400n, 400n) },
        { weight: 1, arbitrary: fc.constantFrom(-30_000n, -30_000n, -900_000n, 10n ** 13n, 10n ** 16n) },
      ),
      powerW: fc.option(fc.constantFrom(0, 3_000, 11_000), { nil: undefined }),
      currentMa: fc.option(fc.constantFrom(0, 16_000), { nil: undefined }),
      phases: fc.oneof({ weight: 400, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant(3) }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("status" as const),
      stepMinutes: fc.constantFrom(0, 0, 1, -1, -3),
      status: fc.constantFrom("Charging", "SuspendedEV", "SuspendedEVSE"),
    }),
  },
);

test("a running session comes to what the whole comes to, whatever was heard and in whatever order", () => {
  let closedOften = 0;
  fc.assert(
    fc.property(
      anyTariff,
      fc.array(heard, { minLength: 1, maxLength: 60, size: "max" }),
      fc.nat(5),
      (tariff, all, known) => {
        const compiled = compileTariff(tariff);
        const points: RegisterPoint[] = [];
        const statuses: { atMs: number; status: string }[] = [];
        let total: RunningTotal | undefined;
        let minute = 0;
        let registerMwh = 1_000_000n;
        let newestMs = STARTED_AT.getTime();
        for (const [index, each] of all.entries()) {
          minute += each.stepMinutes;
          const atMs = STARTED_AT.getTime() + minute * MINUTE_MS;
          if (each.kind === "status") {
            statuses.push({ atMs, status: each.status });
            total?.hearStatus({ atMs, status: each.status });
          } else {
            const { powerW, currentMa, phases } = each;
            registerMwh += each.risenMwh;
            newestMs = Math.max(newestMs, atMs);
            const point = { atMs, registerMwh, powerW, currentMa, phases };
            insertPoint(points, point);
            total?.hearPoint(point);
            total?.hearPoint(point); // said twice, it counts once
          }
          minute = Math.max(minute, 0);
          if (registerMwh < 0n || registerMwh > 10n ** 15n) registerMwh = 5_000n;
          if (index === known) total = new RunningTotal(terms, { points, statuses });
          if (!total) continue;
          const { energyMwh, priced } = workOut({
            metered: { startedAtMs: STARTED_AT.getTime(), startRegisterMwh: terms.startEnergyMwh, readings: points },
            ...{ statuses, maxPowerW: terms.maxPowerW, tariff: compiled, timeZone: terms.timeZone, untilMs: newestMs },
          });
          const running = total.at(newestMs, compiled);
          expect({ energyMwh: running.energyMwh, priced: running.priced }).toEqual({ energyMwh, priced });
          if (total.closedPoints > 3) closedOften += 1;
        }
      },
    ),
    { numRuns: 200 },
  );
  expect(closedOften).toBeGreaterThan(1000); // else this would only compare the whole with itself
});
