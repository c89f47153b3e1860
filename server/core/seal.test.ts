import { expect, test } from "vitest";
import { createSealer, seal, unseal } from "./seal.ts";

const SECRET = "an installation's secret of some length";
const PLAIN = Buffer.from("JBSWY3DPEHPK3PXP");

test("what is sealed opens again, and looks different each time", () => {
  const [one, two] = [seal(SECRET, "totp", PLAIN), seal(SECRET, "totp", PLAIN)];
  expect(unseal(SECRET, "totp", one)).toEqual(PLAIN);
  expect(one.equals(two)).toBe(false);
  expect(one.includes(PLAIN)).toBe(false);
  expect(createSealer(SECRET, "totp").unseal(two)).toEqual(PLAIN);
});

test("it opens for no other purpose and under no other secret", () => {
  const sealed = seal(SECRET, "totp", PLAIN);
  expect(() => unseal(SECRET, "oidc", sealed)).toThrow();
  expect(() => unseal(`${SECRET}.`, "totp", sealed)).toThrow();
});

test("a changed or shortened one does not open", () => {
  const sealed = seal(SECRET, "totp", PLAIN);
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => unseal(SECRET, "totp", changed)).toThrow();
  }
  expect(() => unseal(SECRET, "totp", sealed.subarray(0, 20))).toThrow("too short");
});
