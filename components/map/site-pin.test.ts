import { expect, test } from "vitest";
import { type FamilyCounts, toSitePin } from "./site-pin.ts";

const counts = (some: Partial<FamilyCounts>): FamilyCounts => ({
  free: 0,
  charging: 0,
  waiting: 0,
  fault: 0,
  out: 0,
  offline: 0,
  ...some,
});

test("shows free over all and splits the ring in the families' order", () => {
  const pin = toSitePin(counts({ charging: 4, free: 3, offline: 1 }));
  expect(pin.text).toBe("3/8");
  expect(pin.shape).toBe("disc");
  expect(pin.arcs).toEqual([
    { family: "free", from: 0, to: 0.375 },
    { family: "charging", from: 0.375, to: 0.875 },
    { family: "offline", from: 0.875, to: 1 },
  ]);
});

test.each([
  [{ fault: 2 }, "triangle"],
  [{ fault: 1, offline: 1 }, "triangle"],
  [{ offline: 2 }, "square"],
  [{}, "square"],
  [{ fault: 1, free: 1 }, "disc"],
  [{ out: 2 }, "disc"],
] as const)("of %j the shape is a %s", (some, shape) => {
  expect(toSitePin(counts(some)).shape).toBe(shape);
});

test("a site without connectors has no ring and divides by nothing", () => {
  expect(toSitePin(counts({}))).toEqual({ text: "0/0", shape: "square", arcs: [] });
});
