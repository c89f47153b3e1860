import { expect, test } from "vitest";
import { namesPassword, redactRequest, redactResponse } from "./redact.ts";

test("a station's password is not kept, whatever the case of its key", () => {
  for (const key of ["AuthorizationKey", "authorizationkey"]) {
    expect(redactRequest("ChangeConfiguration", { key, value: "secret" })).toEqual({ key, value: "[redacted]" });
  }
});

test("a station's password that it tells is not kept either", () => {
  const others = [{ key: "HeartbeatInterval", readonly: false, value: "300" }, { key: "AuthorizationKey" }, "odd"];
  const told = { key: "authorizationKey", readonly: false, value: "secret" };
  const response = { configurationKey: [...others, told], unknownKey: ["x"] };
  expect(redactResponse("GetConfiguration", response)).toEqual({
    ...response,
    configurationKey: [...others, { ...told, value: "[redacted]" }],
  });
  expect(redactResponse("GetConfiguration", { configurationKey: "secret" })).toEqual({ configurationKey: "secret" });
  expect(redactResponse("DataTransfer", response)).toBe(response);
});

test.each([
  [true, '[3,"a",{"configurationKey":[{"key":"AuthorizationKey","value":"secret"}'],
  [true, '[3,"a",{"configurationKey":[{"value":"secret","key":"authorizationkey'],
  [true, '{"key":"\\u0041uthorization\\u004bey","value":"secret"}'],
  [false, '[3,"a",{"configurationKey":[{"key":"HeartbeatInterval","value":"300"}'],
])("whether text names a password is %s, however it is written: %s", (isNamed, text) => {
  expect(namesPassword(text)).toBe(isNamed);
});

test("other requests stay as they are", () => {
  const request = { key: "HeartbeatInterval", value: "300" };
  expect(redactRequest("ChangeConfiguration", request)).toBe(request);
  expect(redactRequest("Reset", null)).toBeNull();
});
