import { expect, test } from "vitest";
import { chargingProfile } from "../testing/charging-profiles.ts";
import type { InstalledProfile } from "./charging-profile.ts";
import { clearProfiles, withoutTransactionProfiles } from "./clear-profiles.ts";

const shared: InstalledProfile = { connectorId: 0, profile: chargingProfile({ chargingProfileId: 1 }) };
const [first, second] = [1, 2].map((connectorId) => ({
  connectorId,
  profile: chargingProfile({ chargingProfileId: 10 + connectorId, chargingProfilePurpose: "TxProfile" }),
})) as [InstalledProfile, InstalledProfile];

test("connector 0 is what was set on the whole station, not everything (6.13)", () => {
  expect(clearProfiles([shared, first, second], { connectorId: 0 })).toEqual({
    status: "Accepted",
    installed: [first, second],
    cleared: [shared],
  });
});

test("an id decides alone (6.13)", () => {
  expect(clearProfiles([shared, first], { id: 11, connectorId: 2, stackLevel: 5 }).cleared).toEqual([first]);
  expect(clearProfiles([shared, first], { id: 12, connectorId: 1 })).toMatchObject({ status: "Unknown", cleared: [] });
});

test("with a transaction end the profiles that were for it (3.13.1)", () => {
  expect(withoutTransactionProfiles([shared, first, second], 1)).toEqual([shared, second]);
});
