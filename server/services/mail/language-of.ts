import type { Face } from "../brand/find-face.ts";
import { MAIL_LANGUAGES, type MailLanguage } from "./sign-in-mail.ts";

/** The company's first language that mails are written in. */
export const languageOf = (face: Pick<Face, "languages">): MailLanguage =>
  MAIL_LANGUAGES.find((language) => language === face.languages[0]) ?? "en";
