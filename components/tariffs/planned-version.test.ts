import { expect, test } from "vitest";
import { plannedVersion } from "./planned-version.ts";

const version = (id: string, validFrom: string) => ({ id, validFrom }) as never;
const now = new Date("2026-06-01T12:00:00Z");

test("a version is planned until it holds, and one that is over is not", () => {
  const [first, next] = [version("1", "2026-01-01T00:00:00Z"), version("2", "2026-07-01T00:00:00Z")];
  expect(plannedVersion({ currentVersion: first, latestVersion: next }, now)).toBe(next);
  expect(plannedVersion({ currentVersion: null, latestVersion: next }, now)).toBe(next);
  expect(plannedVersion({ currentVersion: next, latestVersion: next }, now)).toBeNull();
  expect(
    plannedVersion({ currentVersion: first, latestVersion: version("3", "2026-05-01T00:00:00Z") }, now),
  ).toBeNull();
  expect(plannedVersion({ currentVersion: null, latestVersion: null }, now)).toBeNull();
});
