import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import { pseudoMessage, toPseudo } from "./pseudo.ts";

describe("pseudoMessage", () => {
  it("accents, lengthens by 35 % and brackets plain text", () => {
    expect(pseudoMessage("Sessions")).toBe("[Šéššíöñš~~~]");
  });
  it("keeps arguments and tags, so that the message still formats", () => {
    expect(pseudoMessage("Hello {name}, <b>stop</b>")).toMatch(/^\[Héllö \{name\}, <b>štöp<\/b>~+\]$/);
  });
  it("accents the branches of a plural but not its keywords", () => {
    expect(pseudoMessage("{count, plural, one {# day} other {# days}}")).toBe(
      "[{count, plural, one {# ðáý~~} other {# ðáýš~~~}}]",
    );
  });
  it("refuses an unclosed brace instead of hanging", () => {
    expect(() => pseudoMessage("{name")).toThrow("unclosed brace");
  });
});

it("a message tree keeps its keys and formats through next-intl", () => {
  const messages = toPseudo({ list: { count: "{count, plural, one {# session} other {# sessions}}" } });
  const t = createTranslator({ locale: "en", messages });
  expect(t("list.count", { count: 2 })).toBe("[2 šéššíöñš~~~~]");
});
