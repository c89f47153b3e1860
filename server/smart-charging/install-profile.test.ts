import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyInstalledProfile } from "../testing/any-charging-profile.ts";
import { chargingProfile } from "../testing/charging-profiles.ts";
import type { ChargingProfile, InstalledProfile } from "./charging-profile.ts";
import { installProfile } from "./install-profile.ts";
import type { ProfileCapabilities } from "./refuse-profile.ts";

const MONDAY = "2026-02-02T06:00:00Z";
const station: ProfileCapabilities = {
  connectorCount: 2,
  transactions: [{ connectorId: 1, id: 7, startedAtMs: Date.parse(MONDAY) }],
};
const on = (connectorId: number, profile: ChargingProfile): InstalledProfile => ({ connectorId, profile });

const reasonFor = (request: InstalledProfile, capabilities = station): string | null => {
  const outcome = installProfile([], request, capabilities);
  return outcome.status === "Accepted" ? null : outcome.reason;
};
const install = (...requests: readonly InstalledProfile[]): readonly InstalledProfile[] =>
  requests.reduce<readonly InstalledProfile[]>((installed, request) => {
    const outcome = installProfile(installed, request, station);
    return outcome.status === "Accepted" ? outcome.installed : installed;
  }, []);

describe("a station refuses", () => {
  const periods = (...starts: number[]) => starts.map((startPeriod) => ({ startPeriod, limit: 16 }));

  test.each([
    ["a schedule without a period (7.13)", [], "noPeriod"],
    ["a first period that does not start with the schedule (5.16.4)", periods(60), "periodsOutOfOrder"],
    ["periods that do not follow each other (7.14)", periods(0, 120, 60), "periodsOutOfOrder"],
    ["two periods that start at once", periods(0, 60, 60), "periodsOutOfOrder"],
    ["a limit below zero", [{ startPeriod: 0, limit: -1 }], "valueOutOfRange"],
    ["no phase at all", [{ startPeriod: 0, limit: 16, numberPhases: 0 }], "valueOutOfRange"],
    ["four phases", [{ startPeriod: 0, limit: 16, numberPhases: 4 }], "valueOutOfRange"],
  ] as const)("%s", (_, chargingSchedulePeriod, reason) => {
    expect(reasonFor(on(1, chargingProfile({ chargingSchedulePeriod: [...chargingSchedulePeriod] })))).toBe(reason);
  });

  test("a duration below zero", () => {
    expect(reasonFor(on(1, chargingProfile({ duration: -1 })))).toBe("valueOutOfRange");
  });

  test("a limit of the whole station that is relative to a transaction (3.13.1)", () => {
    const profile = chargingProfile({ chargingProfilePurpose: "ChargePointMaxProfile" });
    expect(reasonFor(on(0, profile))).toBe("relativeStationProfile");
  });

  test("a recurrence without a start even where it takes an absolute one without", () => {
    const recurring = { chargingProfileKind: "Recurring", recurrencyKind: "Daily" } as const;
    const lenient = { ...station, takesAbsoluteWithoutStart: true };
    expect(reasonFor(on(1, chargingProfile(recurring)), lenient)).toBe("noStartSchedule");
    expect(reasonFor(on(1, chargingProfile({ chargingProfileKind: "Absolute" })), lenient)).toBeNull();
  });
});

describe("a profile", () => {
  test("for the running transaction need not name it (7.8)", () => {
    const transactionProfile = { chargingProfilePurpose: "TxProfile" } as const;
    expect(reasonFor(on(1, chargingProfile(transactionProfile)))).toBeNull();
    expect(reasonFor(on(1, chargingProfile({ ...transactionProfile, transactionId: 7 })))).toBeNull();
    expect(reasonFor(on(1, chargingProfile({ ...transactionProfile, transactionId: 8 })))).toBe("otherTransaction");
    expect(reasonFor(on(2, chargingProfile(transactionProfile)))).toBe("noTransaction");
  });

  test("replaces the one with its id wherever that is (5.16.4)", () => {
    const first = on(1, chargingProfile({ chargingProfileId: 5, stackLevel: 1 }));
    const second = on(0, chargingProfile({ chargingProfileId: 5, stackLevel: 2 }));
    expect(install(first, second)).toEqual([second]);
    expect(installProfile([first], second, station)).toMatchObject({ replaced: [first] });
  });

  test("on a connector leaves the one of its level on connector 0, which others need (3.13.1)", () => {
    const shared = on(0, chargingProfile({ chargingProfileId: 1 }));
    const own = on(1, chargingProfile({ chargingProfileId: 2 }));
    expect(install(shared, own)).toEqual([shared, own]);
  });

  test("counts against the number of profiles only when it replaces none", () => {
    const full = { ...station, maxInstalled: 1 };
    const first = on(1, chargingProfile({ chargingProfileId: 1 }));
    expect(installProfile([first], on(1, chargingProfile({ chargingProfileId: 2 })), full).status).toBe("Accepted");
    const other = on(2, chargingProfile({ chargingProfileId: 2 }));
    expect(installProfile([first], other, full)).toEqual({ status: "Rejected", reason: "tooManyProfiles" });
  });
});

test("whatever is sent, a station never holds two profiles of one id, nor of one connector, purpose and level", () => {
  const anyRequest = fc
    .tuple(anyInstalledProfile, fc.integer({ min: 1, max: 12 }))
    .map(([{ connectorId, profile }, chargingProfileId]) => on(connectorId, { ...profile, chargingProfileId }));
  fc.assert(
    fc.property(fc.array(anyRequest, { maxLength: 30 }), (requests) => {
      const installed = install(...requests);
      const ids = installed.map(({ profile }) => profile.chargingProfileId);
      const places = installed.map(({ connectorId, profile }) =>
        [connectorId, profile.chargingProfilePurpose, profile.stackLevel].join(),
      );
      expect(new Set(ids).size).toBe(installed.length);
      expect(new Set(places).size).toBe(installed.length);
    }),
  );
});
