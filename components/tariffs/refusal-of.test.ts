import { expect, test } from "vitest";
import { refusalOf } from "./refusal-of.ts";

const refused = (appCode: string, details: object = {}) =>
  Object.assign(new Error("in English"), { name: "TRPCClientError", data: { appCode, details } });

test.each([
  [refused("invalid", { issues: [{ path: "validFrom" }] }), { reason: "validFrom" }],
  [refused("invalid", { issues: [{ path: "ocpi.end_date_time" }] }), { reason: "end" }],
  [refused("invalid", { issues: [{ path: "ocpi.currency" }] }), { reason: "currency" }],
  [refused("invalid", { violations: [{}], issues: [{ path: "ocpi.elements.0" }] }), { reason: "unlawful" }],
  [
    refused("invalid", { issues: [{ path: "ocpi.a" }, { path: "ocpi.b" }] }),
    { reason: "other", fields: "ocpi.a, ocpi.b" },
  ],
  [refused("invalid"), null],
  [refused("conflict", { reason: "tariffRetired" }), null],
])("a refusal is told by its reason, not by the server's sentence: %#", (error, told) => {
  expect(refusalOf(error)).toEqual(told);
});
