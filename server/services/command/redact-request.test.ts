import { expect, test } from "vitest";
import { redactRequest } from "./redact-request.ts";

test("a station's password is not kept, whatever the case of its key", () => {
  for (const key of ["AuthorizationKey", "authorizationkey"]) {
    expect(redactRequest("ChangeConfiguration", { key, value: "secret" })).toEqual({ key, value: "[redacted]" });
  }
});

test("other requests stay as they are", () => {
  const request = { key: "HeartbeatInterval", value: "300" };
  expect(redactRequest("ChangeConfiguration", request)).toBe(request);
  expect(redactRequest("Reset", null)).toBeNull();
});
