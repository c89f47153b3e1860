import { expect, test } from "vitest";
import { type BrandDraft, paletteOf, problemsOf, toChanges } from "./brand-draft.ts";

const draft: BrandDraft = {
  ...{ name: "Volt", colour: "#1b5fd9", font: "inter", languages: ["de"], allowsSignUp: true },
  ...{
    senderName: "",
    senderEmail: "",
    supportEmail: "",
    supportPhone: "",
    imprintUrl: "",
    privacyUrl: "",
    termsUrl: "",
  },
};

test.each([
  [{}, {}],
  [{ name: " " }, { name: "required" }],
  [{ colour: "blue" }, { colour: "colour" }],
  [{ languages: [] }, { languages: "language" }],
  [{ senderEmail: "me" }, { senderEmail: "email" }],
  [{ supportPhone: "0221 / 123-4" }, {}],
  [{ supportPhone: "ring" }, { supportPhone: "phone" }],
  [{ imprintUrl: "example.com" }, { imprintUrl: "link" }],
  [{ privacyUrl: "javascript:alert(1)" }, { privacyUrl: "link" }],
  [{ termsUrl: "https://example.com/agb" }, {}],
])("%j has the problems %j", (change, problems) => {
  expect(problemsOf({ ...draft, ...change } as BrandDraft)).toEqual(problems);
});

test("an empty field is none, and a colour that is none has no palette", () => {
  expect(toChanges("b", { ...draft, supportPhone: " 1234 " })).toMatchObject({ supportPhone: "1234", termsUrl: null });
  expect(paletteOf({ ...draft, colour: "x" })).toBeNull();
  expect(paletteOf(draft)?.isDarkened).toBe(false);
});
