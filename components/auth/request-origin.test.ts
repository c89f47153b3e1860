import { expect, it } from "vitest";
import { clientIp, isSecure, sessionCookieName } from "./request-origin.ts";

it("a session over https gets a cookie that browsers only send over https", () => {
  expect(sessionCookieName(isSecure(new Headers({ "x-forwarded-proto": "https" })))).toMatch(/^__Secure-/);
  expect(sessionCookieName(isSecure(new Headers({ "x-forwarded-proto": "http" })))).not.toMatch(/^__Secure-/);
  expect(isSecure(new Headers())).toBe(false);
});

it("the client's address is what the nearest proxy wrote, not what the client claims", () => {
  expect(clientIp(new Headers({ "x-forwarded-for": "1.1.1.1, 203.0.113.9" }))).toBe("203.0.113.9");
  expect(clientIp(new Headers())).toBe("");
});
