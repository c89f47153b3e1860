import { expect, it } from "vitest";
import { encodeSignInError, parseSignInError, type SignInError } from "./sign-in-error.ts";

const ERRORS: SignInError[] = [
  { kind: "wrong" },
  { kind: "noTenant" },
  { kind: "locked", retryAfterS: 90 },
  { kind: "unavailable" },
];

it.each(ERRORS)("$kind survives the way through next-auth's answer", (error) => {
  expect(parseSignInError(encodeSignInError(error))).toEqual(error);
});
it("reads an unknown code as a service that could not check, never as a wrong password", () => {
  expect(parseSignInError("Configuration")).toEqual({ kind: "unavailable" });
  expect(parseSignInError("locked:soon")).toEqual({ kind: "unavailable" });
});
