import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contrast, fromOklch, parseHex, toOklch } from "./colour.ts";
import { derivePalette } from "./derive-palette.ts";

const anyColour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);

describe("colours", () => {
  test("contrast is WCAG's: black on white 21, grey #777777 on white 4.48", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
    expect(contrast("#1b5fd9", "#fbfbfc")).toBeCloseTo(5.51, 2);
  });

  test("the way to OKLCH and back is the same colour", () => {
    fc.assert(fc.property(anyColour, (hex) => void expect(fromOklch(toOklch(hex))).toBe(hex)));
  });

  test("OKLCH's own example: red is l 0.628, c 0.2577, h 29.23°", () => {
    const { l, c, h } = toOklch("#ff0000");
    expect([l, c, (h * 180) / Math.PI]).toEqual([
      expect.closeTo(0.628, 3),
      expect.closeTo(0.2577, 3),
      expect.closeTo(29.23, 1),
    ]);
  });

  test.each([
    ["#1B5FD9", "#1b5fd9"],
    ["abc", "#aabbcc"],
    [" #0a0B0c ", "#0a0b0c"],
    ["#12345", null],
    ["red", null],
    ["#1234567", null],
  ])("%s is read as %s", (text, hex) => {
    expect(parseHex(text)).toBe(hex);
  });
});

describe("a brand's palette", () => {
  test("of any colour can be read in both themes, and text on it too", () => {
    fc.assert(
      fc.property(anyColour, (chosen) => {
        const { light, dark } = derivePalette(chosen);
        for (const surface of ["#fbfbfc", "#ffffff", light.onBrand]) {
          expect(contrast(light.brand, surface)).toBeGreaterThanOrEqual(4.5);
        }
        for (const surface of ["#0e1116", "#161a21", dark.onBrand]) {
          expect(contrast(dark.brand, surface)).toBeGreaterThanOrEqual(4.5);
        }
      }),
    );
  });

  test("leaves a colour that reads as it is, and darkens one that does not, in its hue", () => {
    expect(derivePalette("#1b5fd9")).toMatchObject({ light: { brand: "#1b5fd9" }, isDarkened: false });
    const yellow = derivePalette("#ffd400");
    expect(yellow.isDarkened).toBe(true);
    expect(toOklch(yellow.light.brand).h).toBeCloseTo(toOklch("#ffd400").h, 1);
    expect(yellow.dark.brand).toBe("#ffd400");
    expect(yellow.chosenContrast).toBeLessThan(1.5);
  });
});
