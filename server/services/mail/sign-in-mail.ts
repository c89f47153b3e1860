import type { MailContent } from "./write-mail.ts";

const TEXT = {
  en: {
    subject: (name: string) => `Sign in to ${name}`,
    intro: (name: string) => `Open this link to sign in to ${name}.`,
    button: "Sign in",
    code: "On another device, type this code:",
    lasts: "Link and code work once, for 15 minutes.",
    notYou: "You did not ask for this? Then somebody typed your address by mistake: ignore this mail.",
  },
  de: {
    subject: (name: string) => `Anmelden bei ${name}`,
    intro: (name: string) => `Öffnen Sie diesen Link, um sich bei ${name} anzumelden.`,
    button: "Anmelden",
    code: "Auf einem anderen Gerät geben Sie diesen Code ein:",
    lasts: "Link und Code gelten einmal und 15 Minuten lang.",
    notYou:
      "Sie haben das nicht angefordert? Dann hat sich jemand in der Adresse geirrt: Beachten Sie diese E-Mail nicht.",
  },
  nl: {
    subject: (name: string) => `Aanmelden bij ${name}`,
    intro: (name: string) => `Open deze link om u aan te melden bij ${name}.`,
    button: "Aanmelden",
    code: "Op een ander apparaat typt u deze code:",
    lasts: "Link en code werken één keer, 15 minuten lang.",
    notYou: "Hebt u hier niet om gevraagd? Dan heeft iemand zich vergist in het adres: negeer deze e-mail.",
  },
} as const;

export type MailLanguage = keyof typeof TEXT;
export const MAIL_LANGUAGES = ["en", "de", "nl"] as const satisfies readonly MailLanguage[];

/** The mail that opens the door once. */
export function signInMail(
  language: MailLanguage,
  { name, url, code }: { readonly name: string; readonly url: string; readonly code: string },
): MailContent {
  const text = TEXT[language];
  return {
    subject: text.subject(name),
    paragraphs: [text.intro(name)],
    button: { label: text.button, url },
    code: { label: text.code, digits: code },
    notes: [text.lasts, text.notYou],
  };
}
