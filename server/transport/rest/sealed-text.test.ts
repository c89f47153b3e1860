import { expect, test } from "vitest";
import { openSealedText, sealText } from "./sealed-text.ts";

test("only the same secret opens what was sealed", () => {
  const sealed = sealText('{"password":"ä"}', "one");
  expect(openSealedText(sealed, "one")).toBe('{"password":"ä"}');
  expect(Buffer.from(sealed, "base64").toString("latin1")).not.toContain("password");
  expect(() => openSealedText(sealed, "two")).toThrow();
  expect(() => openSealedText(`${sealed.startsWith("A") ? "B" : "A"}${sealed.slice(1)}`, "one")).toThrow();
});
