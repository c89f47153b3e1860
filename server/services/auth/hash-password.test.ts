import { expect, test } from "vitest";
import { createPasswordHasher } from "./hash-password.ts";

const hasher = createPasswordHasher();

test("a password is stored as salted Argon2id and only it verifies", async () => {
  const [one, two] = await Promise.all([hasher.hash("correct horse"), hasher.hash("correct horse")]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(one).not.toBe(two);
  expect(await hasher.verify("correct horse", one)).toBe(true);
  expect(await hasher.verify("correct horsf", one)).toBe(false);
});

test("what another program wrote as a PHC string is read (RFC 9106 parameters travel with the hash)", async () => {
  const stored = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  expect(await hasher.verify("password", stored)).toBe(true);
  expect(await hasher.verify("passwort", stored)).toBe(false);
});

test("a stored text that is no Argon2id matches nothing", async () => {
  expect(await hasher.verify("x", "")).toBe(false);
  expect(await hasher.verify("x", "$2b$10$abcdefghijklmnopqrstuv")).toBe(false);
});
