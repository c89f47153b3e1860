import { describe, expect, it } from "vitest";
import { type Preferences, parsePreferences, preferenceCookie } from "./preferences.ts";

const parse = (jar: Record<string, string>): Preferences => parsePreferences((name) => jar[name]);

describe("preferences", () => {
  it("are the defaults without cookies and with nonsense in them", () => {
    const defaults = { density: "default", rail: "wide", hasShortcuts: true };
    expect(parse({})).toEqual(defaults);
    expect(parse({ density: "tiny", rail: "", shortcuts: "maybe" })).toEqual(defaults);
  });
  it("survive the way through their cookies", () => {
    const wanted: Preferences = { density: "compact", rail: "narrow", hasShortcuts: false };
    const cookies = [
      preferenceCookie("density", wanted.density),
      preferenceCookie("rail", wanted.rail),
      preferenceCookie("hasShortcuts", wanted.hasShortcuts),
    ];
    expect(parse(Object.fromEntries(cookies.map(({ name, value }) => [name, value])))).toEqual(wanted);
  });
});
