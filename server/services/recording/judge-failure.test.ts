import { expect, test } from "vitest";
import { type DatabaseFailure, judgeFailure } from "./judge-failure.ts";

const failure = (code: string, cause?: unknown) => Object.assign(new Error(code, { cause }), { code });

test.each<[DatabaseFailure, string]>([
  ["away", "08006 57P01 57P03 53300 58030 25006"],
  ["away", "28P01 28000 3D000"],
  ["away", "CONNECTION_CLOSED CONNECTION_ENDED CONNECT_TIMEOUT SASL_SIGNATURE_MISMATCH"],
  ["away", "ECONNREFUSED ENOTFOUND EAI_AGAIN ENETUNREACH ENETDOWN EADDRNOTAVAIL EMFILE EPIPE CERT_HAS_EXPIRED"],
  ["busy", "40P01 40001 55P03 57014"],
  ["broken", "XX000 XX001 42501 42P01 25P03 0A000 F0000"],
  ["refused", "22P02 22021 23505 23514 54000"],
  ["refused", "UNDEFINED_VALUE MAX_PARAMETERS_EXCEEDED ERR_INVALID_ARG_TYPE"],
  ["refused", "superseded notFound"],
])("%s: %s", (judgement, codes) => {
  for (const code of codes.split(" ")) expect([code, judgeFailure(failure(code))]).toEqual([code, judgement]);
});

test("the driver's error is found inside the query builder's, and inside our own", () => {
  expect(judgeFailure(new Error("Failed query", { cause: failure("CONNECTION_CLOSED") }))).toBe("away");
  expect(judgeFailure(failure("unavailable", failure("40P01")))).toBe("busy");
});

test("what no database said is our own fault", () => {
  expect(judgeFailure(new TypeError("x is undefined"))).toBe("refused");
  expect(judgeFailure(null)).toBe("refused");
});
