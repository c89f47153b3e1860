import { z } from "zod";
import { parseHex } from "../../brand/colour.ts";
import { NameText, StorableText } from "../fields.ts";

/** Languages that we speak: what a brand's drivers may be offered. */
export const LANGUAGES = ["en", "de", "nl"] as const;

/** Bundled fonts, and the brand's own. */
export const BRAND_FONTS = ["inter", "sourceSans", "nunito", "lora", "own"] as const;

const Link = z.url({ protocol: /^https?$/ }).max(500);
const Email = z.email().max(254);
const Phone = StorableText.trim().regex(/^\+?[0-9 ()/.-]{3,40}$/, "digits, with + before the country");

/** What can be set of a brand. Empty is null. */
export const BrandFields = z.strictObject({
  name: NameText,
  colour: z.string().transform((text, context) => {
    const hex = parseHex(text);
    if (hex !== null) return hex;
    context.addIssue({ code: "custom", message: "a colour as #RRGGBB" });
    return z.NEVER;
  }),
  font: z.enum(BRAND_FONTS),
  languages: z
    .array(z.enum(LANGUAGES))
    .min(1)
    .max(LANGUAGES.length)
    .refine((tags) => new Set(tags).size === tags.length, "each language once"),
  senderName: NameText.nullable(),
  senderEmail: Email.nullable(),
  supportEmail: Email.nullable(),
  supportPhone: Phone.nullable(),
  imprintUrl: Link.nullable(),
  privacyUrl: Link.nullable(),
  termsUrl: Link.nullable(),
  allowsSignUp: z.boolean(),
});
