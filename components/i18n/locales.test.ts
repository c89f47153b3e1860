import { describe, expect, it } from "vitest";
import { negotiateLocale } from "./locales.ts";

describe("negotiateLocale", () => {
  it("prefers the reader's choice over the browser's languages", () => {
    expect(negotiateLocale("nl", "de-DE,de;q=0.9")).toBe("nl");
  });
  it("takes the most wanted language we have, by weight and not by position", () => {
    expect(negotiateLocale(undefined, "fr, nl;q=0.5, de-AT;q=0.8")).toBe("de");
  });
  it("skips languages with weight 0", () => {
    expect(negotiateLocale(undefined, "de;q=0, nl;q=0.1")).toBe("nl");
  });
  it("falls back to English for unknown choices and no header", () => {
    expect(negotiateLocale("xx", null)).toBe("en");
    expect(negotiateLocale(undefined, "fr,*;q=0.1")).toBe("en");
  });
});
