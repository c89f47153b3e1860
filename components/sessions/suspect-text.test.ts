import { createTranslator } from "next-intl";
import { describe, expect, test } from "vitest";
import de from "../../messages/de.json";
import en from "../../messages/en.json";
import nl from "../../messages/nl.json";
import { METER_VALUE_FLAGS, meterFlagText, SUSPECT_REASONS, suspectText } from "./suspect-text.ts";

describe.each([
  ["en", en],
  ["de", de],
  ["nl", nl],
] as const)("in %s", (locale, messages) => {
  const t = createTranslator({
    locale,
    messages,
    namespace: "session",
    onError: (error) => {
      throw error;
    },
  });
  test.each(SUSPECT_REASONS)("%s has words of its own", (reason) => {
    expect(suspectText(t, reason)).toMatch(/\w+ \w+/);
    expect(suspectText(t, reason)).not.toBe(t("suspect.other"));
  });
  test("no two reasons read alike", () => {
    expect(new Set(SUSPECT_REASONS.map((reason) => suspectText(t, reason))).size).toBe(SUSPECT_REASONS.length);
  });
  test.each(METER_VALUE_FLAGS)("%s of a reading has words", (flag) => {
    expect(meterFlagText(t, flag)).toMatch(/\w+ \w+/);
  });
  test("what nobody knows yet is said to be unusual, or stays as it is", () => {
    expect(suspectText(t, "energy:newer")).toBe(t("suspect.other"));
    expect(suspectText(t, "toString")).toBe(t("suspect.other"));
    expect(meterFlagText(t, "newer")).toBe("newer");
  });
});
