import { parseHex } from "../../server/brand/colour.ts";
import { derivePalette, type Palette } from "../../server/brand/derive-palette.ts";
import type { RouterInputs } from "../../server/transport/trpc/router.ts";
import type { Brand } from "./files-of.ts";

/** What the editor's form holds: texts as typed, empty for none. */
export type BrandDraft = {
  readonly name: string;
  readonly colour: string;
  readonly font: string;
  readonly languages: readonly string[];
  readonly senderName: string;
  readonly senderEmail: string;
  readonly supportEmail: string;
  readonly supportPhone: string;
  readonly imprintUrl: string;
  readonly privacyUrl: string;
  readonly termsUrl: string;
  readonly allowsSignUp: boolean;
};

export type DraftProblem = "required" | "colour" | "email" | "link" | "phone" | "language";
export type DraftProblems = Partial<Record<keyof BrandDraft, DraftProblem>>;

export const toDraft = (brand: Brand): BrandDraft => ({
  ...{ name: brand.name, colour: brand.colour, font: brand.font, languages: brand.languages },
  senderName: brand.senderName ?? "",
  senderEmail: brand.senderEmail ?? "",
  supportEmail: brand.supportEmail ?? "",
  supportPhone: brand.supportPhone ?? "",
  imprintUrl: brand.imprintUrl ?? "",
  privacyUrl: brand.privacyUrl ?? "",
  termsUrl: brand.termsUrl ?? "",
  allowsSignUp: brand.allowsSignUp,
});

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PHONE = /^\+?[0-9 ()/.-]{3,40}$/;
const isLink = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text);

/** What is wrong with a draft, by field, in the order of the form. The server decides in the end. */
export function problemsOf(draft: BrandDraft): DraftProblems {
  const problems: DraftProblems = {};
  if (draft.name.trim() === "") problems.name = "required";
  if (parseHex(draft.colour) === null) problems.colour = "colour";
  if (draft.languages.length === 0) problems.languages = "language";
  for (const field of ["senderEmail", "supportEmail"] as const) {
    if (draft[field] !== "" && !EMAIL.test(draft[field])) problems[field] = "email";
  }
  if (draft.supportPhone !== "" && !PHONE.test(draft.supportPhone)) problems.supportPhone = "phone";
  for (const field of ["imprintUrl", "privacyUrl", "termsUrl"] as const) {
    if (draft[field] !== "" && !isLink(draft[field])) problems[field] = "link";
  }
  return problems;
}

/** The palette of a draft; null while its colour is none. */
export function paletteOf(draft: BrandDraft): Palette | null {
  const hex = parseHex(draft.colour);
  return hex === null ? null : derivePalette(hex);
}

type Changes = RouterInputs["brand"]["update"];

/** A draft without problems as the server takes it. */
export function toChanges(brandId: string, draft: BrandDraft): Changes {
  const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());
  return {
    brandId,
    name: draft.name.trim(),
    colour: draft.colour,
    font: draft.font as NonNullable<Changes["font"]>,
    languages: [...draft.languages] as NonNullable<Changes["languages"]>,
    senderName: orNull(draft.senderName),
    senderEmail: orNull(draft.senderEmail),
    supportEmail: orNull(draft.supportEmail),
    supportPhone: orNull(draft.supportPhone),
    imprintUrl: orNull(draft.imprintUrl),
    privacyUrl: orNull(draft.privacyUrl),
    termsUrl: orNull(draft.termsUrl),
    allowsSignUp: draft.allowsSignUp,
  };
}
