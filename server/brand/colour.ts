/** Colours in sRGB (`#RRGGBB`), OKLCH between, and the contrast that people see. */

export type Oklch = { readonly l: number; readonly c: number; readonly h: number };
type Rgb = readonly [number, number, number];

/** A colour as people type it: `#RRGGBB` or `#RGB`, in lower case with six digits; null for anything else. */
export function parseHex(text: string): string | null {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1]?.toLowerCase();
  if (digits === undefined) return null;
  return `#${digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits}`;
}

const channels = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as never;
const toLinear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const fromLinear = (value: number): number =>
  value <= 0.0031308 ? value * 12.92 : 1.055 * Math.max(value, 0) ** (1 / 2.4) - 0.055;

/** Relative luminance (WCAG 2.2): 0 is black, 1 is white. */
const luminance = (hex: string): number => {
  const [r, g, b] = channels(hex).map(toLinear) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Björn Ottosson's OKLab, in its polar form. */
export function toOklch(hex: string): Oklch {
  const [r, g, b] = channels(hex).map(toLinear) as unknown as Rgb;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const [bigL, a, bb] = [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
  return { l: bigL, c: Math.hypot(a, bb), h: Math.atan2(bb, a) };
}

function toRgb({ l, c, h }: Oklch): Rgb {
  const [a, b] = [c * Math.cos(h), c * Math.sin(h)];
  const [x, y, z] = [
    (l + 0.3963377774 * a + 0.2158037573 * b) ** 3,
    (l - 0.1055613458 * a - 0.0638541728 * b) ** 3,
    (l - 0.0894841775 * a - 1.291485548 * b) ** 3,
  ];
  return [
    fromLinear(4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z),
    fromLinear(-1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z),
    fromLinear(-0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z),
  ];
}

const FITS = 0.002;
const isInGamut = (rgb: Rgb): boolean => rgb.every((value) => value >= -FITS && value <= 1 + FITS);

/** The nearest colour that screens have: hue and lightness stay, the chroma gives way. */
export function fromOklch(colour: Oklch): string {
  let [low, high] = [0, colour.c];
  if (!isInGamut(toRgb(colour))) {
    for (let step = 0; step < 20; step++) {
      const middle = (low + high) / 2;
      if (isInGamut(toRgb({ ...colour, c: middle }))) low = middle;
      else high = middle;
    }
    high = low;
  }
  const hex = toRgb({ ...colour, c: high }).map((value) =>
    Math.round(Math.min(1, Math.max(0, value)) * 255)
      .toString(16)
      .padStart(2, "0"),
  );
  return `#${hex.join("")}`;
}
