import { expect, test } from "vitest";
import { parseEnv } from "../env.ts";
import { mapOriginsOf, mapStylesOf } from "./map-styles.ts";

const env = (more: Record<string, string>) =>
  parseEnv({ DATABASE_URL: "postgres://localhost/x", AUTH_SECRET: "x".repeat(32), ...more });

test("without a style maps ask nobody", () => {
  expect([mapStylesOf(env({})), mapOriginsOf(env({}))]).toEqual([null, []]);
});

test("one style serves both themes, and browsers may ask its host and those that are named", () => {
  const one = env({
    MAP_STYLE_URL: "https://tiles.example/style.json",
    MAP_ORIGINS: "https://fonts.example/x  http://a:8080",
  });
  expect(mapStylesOf(one)).toEqual({
    light: "https://tiles.example/style.json",
    dark: "https://tiles.example/style.json",
  });
  expect(mapOriginsOf(one)).toEqual(["https://tiles.example", "https://fonts.example", "http://a:8080"]);
});

test("a style on our own host needs nobody else", () => {
  const own = env({ MAP_STYLE_URL: "/tiles/light.json", MAP_STYLE_DARK_URL: "/tiles/dark.json" });
  expect(mapStylesOf(own)).toEqual({ light: "/tiles/light.json", dark: "/tiles/dark.json" });
  expect(mapOriginsOf(own)).toEqual([]);
});

test.each([{ MAP_STYLE_URL: "tiles.example" }, { MAP_ORIGINS: "tiles.example" }])("%o is refused", (wrong) => {
  expect(() => env(wrong)).toThrow("MAP_");
});
