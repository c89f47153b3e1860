import { expect, test } from "vitest";
import { redactRequest, redactResponse } from "./redact.ts";

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

test("other requests stay as they are", () => {
  const request = { key: "HeartbeatInterval", value: "300" };
  expect(redactRequest("ChangeConfiguration", request)).toBe(request);
  expect(redactRequest("Reset", null)).toBeNull();
});
