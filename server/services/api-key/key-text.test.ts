import { expect, test } from "vitest";
import { uuidv7 } from "../../core/ids.ts";
import { generateKeyText, parseKeyText } from "./key-text.ts";

test("a key names its tenant and row, and each has its own secret", () => {
  const [tenantId, keyId] = [uuidv7(), uuidv7()];
  const [one, two] = [generateKeyText(tenantId, keyId), generateKeyText(tenantId, keyId)];
  expect(parseKeyText(one)).toMatchObject({ tenantId, keyId });
  expect(one).not.toBe(two);
  expect(parseKeyText(one)?.secretHash).not.toEqual(parseKeyText(two)?.secretHash);
});

test.each(["", "vp_", "vp_a_b", "Bearer x", `vp_${"a".repeat(43)}_${"!".repeat(43)}`])("%s is no key", (text) =>
  expect(parseKeyText(text)).toBeNull(),
);
