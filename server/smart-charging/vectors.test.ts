import { describe, expect, test } from "vitest";
import { z } from "zod";
import libocppClear from "../../test-data/composite-schedule/libocpp/clear.json" with { type: "json" };
import libocppComposite from "../../test-data/composite-schedule/libocpp/composite.json" with { type: "json" };
import libocppExpand from "../../test-data/composite-schedule/libocpp/expand.json" with { type: "json" };
import libocppInstall from "../../test-data/composite-schedule/libocpp/install.json" with { type: "json" };
import microOcppComposite from "../../test-data/composite-schedule/microocpp/composite.json" with { type: "json" };
import microOcppInstall from "../../test-data/composite-schedule/microocpp/install.json" with { type: "json" };
import microOcppInstant from "../../test-data/composite-schedule/microocpp/instant.json" with { type: "json" };
import { ChargingProfile as WireProfile } from "../protocol/ocpp16/messages/charging-profile.ts";
import type { ChargingProfile, InstalledProfile } from "./charging-profile.ts";
import type { ChargingStation, RunningTransaction } from "./charging-station.ts";
import { clearProfiles } from "./clear-profiles.ts";
import { compositeSchedule } from "./composite-schedule.ts";
import { expandProfile } from "./expand-profile.ts";
import { installProfile } from "./install-profile.ts";
import { limitAt } from "./limit-at.ts";

const GIVES_WAY = "3.13.2 goes by validFrom and validTo alone; by 5.16.4 a schedule that does not run gives way";
const RECURS_BEFORE = "nothing says whether a profile recurs before its startSchedule; in libocpp it does";
const PHASES_LEFT = "7.12 divides watts by 3 where none are named; here by the one phase that the other profile leaves";

/** Against the words of the specification, or where they leave it open. They are asserted as they stand, all the same. */
const NAMED: Readonly<Record<string, string>> = {
  "baseline-absolute-over-daily": GIVES_WAY,
  "window-starts-before-top-profile": GIVES_WAY,
  "window-starts-inside-top-profile": GIVES_WAY,
  "rates-in-amps": GIVES_WAY,
  "rates-in-watts": GIVES_WAY,
  "tight-absolute-expired": "3.13.1 lets a TxProfile overrule for the whole transaction; here only while it runs",
  "mixed-16A-1ph": PHASES_LEFT,
  "mixed-10A-1ph": PHASES_LEFT,
  "mixed-10A-1ph-in-watts": RECURS_BEFORE,
  "mixed-10A-3ph": RECURS_BEFORE,
  "mixed-10A-3ph-in-watts": RECURS_BEFORE,
  "mixed-16A-3ph": RECURS_BEFORE,
  "phases-change-on-one-connector": RECURS_BEFORE,
  "station-max-and-one-default": RECURS_BEFORE,
  "station-max-and-two-defaults": RECURS_BEFORE,
  "weekly-runs-backwards-from-start": RECURS_BEFORE,
  "composite-definition-gap": "the source reports that nothing is defined in the gap; restated with a default of 1e9",
  "absolute-without-start":
    "7.13 lets startSchedule out; libocpp does by a setting only: absolute-without-start-allowed",
  "recurring-without-start": "7.13 lets startSchedule out, but then nothing says on which hour or day it recurs",
};

const instant = z.string().transform((text) => Date.parse(text));
const Profile = WireProfile satisfies z.ZodType<ChargingProfile>;
const Installed = z.array(z.strictObject({ connectorId: z.int(), profile: Profile }));
const Transactions = z.array(z.strictObject({ connectorId: z.int(), id: z.int(), start: instant }));
const Station = z.strictObject({
  connectors: z.int(),
  voltage: z.number(),
  defaults: z.strictObject({ amps: z.number(), watts: z.number(), phases: z.int() }),
  transactions: Transactions,
});
const named = { id: z.string(), file: z.string(), why: z.string().optional() };
const Unit = z.enum(["A", "W"]);

const toTransactions = (transactions: z.infer<typeof Transactions>): RunningTransaction[] =>
  transactions.map(({ connectorId, id, start }) => ({ connectorId, id, startedAtMs: start }));
const toStation = ({ connectors, voltage, defaults, transactions }: z.infer<typeof Station>): ChargingStation => ({
  connectorCount: connectors,
  voltageV: voltage,
  defaultLimitA: defaults.amps,
  defaultLimitW: defaults.watts,
  defaultPhases: defaults.phases,
  transactions: toTransactions(transactions),
});
const titled = <V extends { readonly id: string }>(vectors: readonly V[]) =>
  vectors.map((vector) => {
    const reason = NAMED[vector.id];
    return [reason ? `${vector.id} (${reason})` : vector.id, vector] as const;
  });

const Composite = z.strictObject({
  ...named,
  station: Station,
  profiles: Installed,
  request: z.strictObject({ connectorId: z.int(), from: instant, to: instant, unit: Unit }),
  expect: z.strictObject({
    duration: z.int(),
    unit: Unit,
    periods: z.array(
      z.strictObject({ startPeriod: z.int(), limit: z.number(), numberPhases: z.int().nullable().optional() }),
    ),
  }),
});
const composites = z.array(Composite).parse([...libocppComposite, ...microOcppComposite]);

describe("the composite schedule (5.7)", () => {
  test.each(titled(composites))("%s", (_, vector) => {
    const { from, to, ...request } = vector.request;
    const schedule = compositeSchedule({
      ...request,
      station: toStation(vector.station),
      installed: vector.profiles,
      fromMs: from,
      durationSeconds: (to - from) / 1000,
    });
    expect(schedule.duration).toBe(vector.expect.duration);
    expect(schedule.chargingRateUnit).toBe(vector.expect.unit);
    expect(Date.parse(schedule.startSchedule ?? "")).toBe(from);
    const periods = schedule.chargingSchedulePeriod;
    expect(periods.map(({ startPeriod }) => startPeriod)).toEqual(
      vector.expect.periods.map(({ startPeriod }) => startPeriod),
    );
    for (const [index, expected] of vector.expect.periods.entries()) {
      expect(periods[index]?.limit).toBeCloseTo(expected.limit, 5);
      if (expected.numberPhases === undefined) continue; // the source does not look at them
      expect(periods[index]?.numberPhases ?? null).toBe(expected.numberPhases);
    }
  });
});

const Expand = z.strictObject({
  ...named,
  profile: Profile,
  request: z.strictObject({
    from: instant,
    to: instant,
    periodIndex: z.int().optional(),
    txStart: instant.optional(),
  }),
  expect: z.strictObject({
    intervals: z.array(z.strictObject({ from: instant, to: instant, limit: z.number() })).optional(),
    count: z.int().optional(),
    atLeast: z.boolean().optional(),
  }),
});
const expansions = z.array(Expand).parse(libocppExpand);

describe("when a profile runs (3.13, 7.8)", () => {
  test.each(titled(expansions))("%s", (_, vector) => {
    const { from, to, periodIndex, txStart } = vector.request;
    const { intervals, count, atLeast } = vector.expect;
    const all = expandProfile({ profile: vector.profile, fromMs: from, untilMs: to, transactionStartedAtMs: txStart });
    const periods = vector.profile.chargingSchedule.chargingSchedulePeriod;
    const wanted = all.filter(({ period }) => periodIndex === undefined || period === periods[periodIndex]);
    const actual = wanted.map(({ fromMs, untilMs, period }) => ({ from: fromMs, to: untilMs, limit: period.limit }));
    if (count !== undefined) expect(actual).toHaveLength(count);
    if (intervals) expect(atLeast ? actual.slice(0, intervals.length) : actual).toEqual(intervals);
  });
});

const Instant = z.strictObject({
  ...named,
  station: Station,
  profiles: Installed,
  checks: z.array(
    z.strictObject({
      at: instant,
      limit: z.number().nullable(),
      numberPhases: z.int().optional(),
      transactions: Transactions.optional(),
    }),
  ),
});
const instants = z.array(Instant).parse(microOcppInstant);

describe("the limit at an instant (3.13.3)", () => {
  test.each(titled(instants))("%s", (_, vector) => {
    for (const check of vector.checks) {
      const { transactions = vector.station.transactions } = check;
      const station = toStation({ ...vector.station, transactions });
      const actual = limitAt({ station, installed: vector.profiles, connectorId: 1, unit: "A", atMs: check.at });
      expect(actual.limit).toBe(check.limit ?? station.defaultLimitA);
      if (check.numberPhases !== undefined) expect(actual.numberPhases).toBe(check.numberPhases);
    }
  });
});

const Install = z.strictObject({
  ...named,
  station: z.strictObject({
    connectors: z.int(),
    transactions: Transactions,
    limits: z
      .strictObject({
        maxInstalled: z.int().optional(),
        maxPeriods: z.int().optional(),
        maxStackLevel: z.int().optional(),
        startScheduleOptional: z.boolean().optional(),
        units: z.array(Unit).optional(),
      })
      .optional(),
  }),
  steps: z.array(
    z.strictObject({
      connectorId: z.int(),
      // One vector has a level below zero, which no message of ours can have.
      profile: Profile.extend({ stackLevel: z.int() }),
      expect: z.enum(["Accepted", "Rejected"]),
      installed: z.int().optional(),
      station: z.strictObject({ transactions: Transactions }).optional(),
    }),
  ),
});
const installs = z.array(Install).parse([...libocppInstall, ...microOcppInstall]);

/** What the vectors say as Rejected only. */
const REASON: Readonly<Record<string, string>> = {
  "connector-too-high": "unknownConnector",
  "connector-negative": "unknownConnector",
  "stack-too-high": "stackLevelOutOfRange",
  "stack-negative": "stackLevelOutOfRange",
  "max-stack-level": "stackLevelOutOfRange",
  "absolute-without-start": "noStartSchedule",
  "recurring-without-start": "noStartSchedule",
  "recurring-without-kind": "noRecurrencyKind",
  "none-may-be-installed": "tooManyProfiles",
  "max-profiles-installed": "tooManyProfiles",
  "max-periods": "tooManyPeriods",
  "unit-not-allowed": "unitNotAllowed",
  "only-power-allowed": "unitNotAllowed",
  "only-current-allowed": "unitNotAllowed",
  "max-on-one": "stationProfileOnConnector",
  "txprofile-on-zero": "transactionProfileOnStation",
  "txprofile-no-transaction": "noTransaction",
  "txprofile-other-transaction": "otherTransaction",
};

describe("what a station takes (5.16)", () => {
  test.each(titled(installs))("%s", (_, { id, station, steps }) => {
    let installed: readonly InstalledProfile[] = [];
    const { startScheduleOptional, ...limits } = station.limits ?? {};
    for (const step of steps) {
      const outcome = installProfile(
        installed,
        { connectorId: step.connectorId, profile: step.profile },
        {
          ...limits,
          connectorCount: station.connectors,
          takesAbsoluteWithoutStart: startScheduleOptional,
          transactions: toTransactions(step.station?.transactions ?? station.transactions),
        },
      );
      expect(outcome.status).toBe(step.expect);
      if (outcome.status === "Accepted") installed = outcome.installed;
      else if (REASON[id]) expect(outcome.reason).toBe(REASON[id]);
      if (step.installed !== undefined) expect(installed).toHaveLength(step.installed);
    }
  });
});

const Clear = z.strictObject({
  ...named,
  installed: Installed,
  filter: z.strictObject({
    id: z.int().optional(),
    connectorId: z.int().optional(),
    stackLevel: z.int().optional(),
    chargingProfilePurpose: WireProfile.shape.chargingProfilePurpose.optional(),
  }),
  expect: z.strictObject({ status: z.enum(["Accepted", "Unknown"]), remaining: z.array(z.int()) }),
});
const clears = z.array(Clear).parse(libocppClear);

describe("what is cleared (5.5)", () => {
  test.each(titled(clears))("%s", (_, vector) => {
    const outcome = clearProfiles(vector.installed, vector.filter);
    expect(outcome.status).toBe(vector.expect.status);
    expect(outcome.installed.map(({ profile }) => profile.chargingProfileId)).toEqual(vector.expect.remaining);
    expect(outcome.cleared.length + outcome.installed.length).toBe(vector.installed.length);
  });
});

test("all 167 vectors are here, and each that is named", () => {
  const ids = [composites, expansions, instants, installs, clears].flatMap((group) => group.map(({ id }) => id));
  expect(ids).toHaveLength(167);
  expect(ids).toEqual(expect.arrayContaining([...Object.keys(NAMED), ...Object.keys(REASON)]));
});
