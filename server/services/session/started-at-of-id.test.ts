import { expect, test } from "vitest";
import { startedAtOfId } from "./started-at-of-id.ts";

test("the time inside a UUIDv7 is read to the millisecond (RFC 9562, appendix A.6)", () => {
  expect(startedAtOfId("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")?.toISOString()).toBe("2022-02-22T19:22:22.000Z");
});

test("another kind of UUID has no time", () => {
  expect(startedAtOfId("919108f7-52d1-4320-9bac-f847db4148a8")).toBeNull();
});
