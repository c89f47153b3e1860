import { afterEach, describe, expect, test, vi } from "vitest";
import { toExpiry, toExpiryDay } from "./expiry-day.ts";

afterEach(() => void vi.unstubAllEnvs());

describe.each(["America/Los_Angeles", "UTC", "Asia/Tokyo"])("in %s", (zone) => {
  test("a card is good until the end of the day, and saying the day again moves nothing", () => {
    vi.stubEnv("TZ", zone);
    const expiresAt = toExpiry("2027-01-31", null);
    expect(expiresAt).toBe(new Date(2027, 0, 31, 23, 59, 59).toISOString());
    expect(toExpiryDay(expiresAt)).toBe("2027-01-31");
    expect(toExpiry(toExpiryDay(expiresAt), expiresAt)).toBe(expiresAt);
  });

  test("an instant that a program has set stays while its day is not changed", () => {
    vi.stubEnv("TZ", zone);
    const noon = new Date(2027, 0, 31, 12).toISOString();
    expect(toExpiry("2027-01-31", noon)).toBe(noon);
    expect(toExpiry("2027-02-01", noon)).toBe(new Date(2027, 1, 1, 23, 59, 59).toISOString());
    expect(toExpiry("", noon)).toBeNull();
  });
});

test("a card that never runs out has no day", () => {
  expect(toExpiryDay(null)).toBe("");
  expect(toExpiry("", null)).toBeNull();
});
