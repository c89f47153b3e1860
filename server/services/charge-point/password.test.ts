import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { generatePassword, hashPassword, verifyPassword } from "./password.ts";

test("a generated password has 20 printable characters and differs each time", () => {
  expect(generatePassword()).toMatch(/^[\x21-\x7e]{20}$/);
  expect(generatePassword()).not.toBe(generatePassword());
});

test("the right bytes are accepted, also when they are not UTF-8; others are not", () => {
  const password = randomBytes(20);
  const stored = hashPassword(password);
  expect(verifyPassword(password, stored)).toBe(true);
  expect(verifyPassword(randomBytes(20), stored)).toBe(false);
  expect(verifyPassword(new Uint8Array(), stored)).toBe(false);
});

test("the hex text of the bytes is accepted, in either case", () => {
  const password = randomBytes(20);
  const stored = hashPassword(password);
  expect(verifyPassword(Buffer.from(password.toString("hex")), stored)).toBe(true);
  expect(verifyPassword(Buffer.from(password.toString("hex").toUpperCase()), stored)).toBe(true);
});

test("a password that happens to be hex text is itself", () => {
  const password = Buffer.from("00112233445566778899");
  expect(verifyPassword(password, hashPassword(password))).toBe(true);
});

test("the same password is stored differently each time, and an empty store matches nothing", () => {
  const password = Buffer.from("secret-of-a-station1");
  expect(hashPassword(password)).not.toEqual(hashPassword(password));
  expect(verifyPassword(password, new Uint8Array())).toBe(false);
});
