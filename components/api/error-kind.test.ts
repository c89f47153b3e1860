import { TRPCClientError } from "@trpc/client";
import { describe, expect, it } from "vitest";
import { conflictReason, errorKind, errorSupportCode } from "./error-kind.ts";

const answered = (data: Record<string, unknown>): Error =>
  TRPCClientError.from({ error: { code: -32000, message: "x", data } });

describe("errorKind", () => {
  it("reads the server's code", () => {
    expect(errorKind(answered({ code: "NOT_FOUND" }))).toBe("notFound");
    expect(errorKind(answered({ code: "INTERNAL_SERVER_ERROR" }))).toBe("internal");
    expect(errorKind(answered({ code: "BAD_REQUEST", appCode: "conflict" }))).toBe("conflict");
  });
  it("takes a request without an answer for a lost connection", () => {
    expect(errorKind(TRPCClientError.from(new TypeError("Failed to fetch")))).toBe("offline");
  });
  it("takes anything else for our own fault", () => {
    expect(errorKind(new TypeError("undefined is not a function"))).toBe("internal");
    expect(errorKind("text")).toBe("internal");
  });
});

it("conflictReason tells what stands in the way, where that is not somebody else's change", () => {
  const conflict = (details: object) => answered({ code: "CONFLICT", appCode: "conflict", details });
  expect(conflictReason(conflict({ reason: "identityTaken" }))).toBe("identityTaken");
  expect(conflictReason(conflict({ reason: "a new one" }))).toBeNull();
  expect(conflictReason(conflict({}))).toBeNull();
  expect(conflictReason(answered({ code: "BAD_REQUEST", details: { reason: "identityTaken" } }))).toBeNull();
  expect(conflictReason(null)).toBeNull();
});

it("errorSupportCode prefers the server's trace id", () => {
  expect(errorSupportCode(answered({ code: "CONFLICT", traceId: "4bf92f35" }))).toBe("4bf92f35");
  expect(errorSupportCode(answered({ code: "CONFLICT" }))).toBe("conflict");
});
