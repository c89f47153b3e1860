import type { MailLanguage } from "./sign-in-mail.ts";
import type { MailContent } from "./write-mail.ts";

const TEXT = {
  en: {
    subject: (name: string) => `${name} invites you to its back office`,
    intro: (inviter: string, name: string) => `${inviter} invites you to work in the back office of ${name}.`,
    button: "Accept the invitation",
    lasts: "The link works once, for seven days.",
    notYou: "You do not know this company? Then ignore this mail.",
  },
  de: {
    subject: (name: string) => `${name} lädt Sie in sein Backoffice ein`,
    intro: (inviter: string, name: string) => `${inviter} lädt Sie ein, im Backoffice von ${name} mitzuarbeiten.`,
    button: "Einladung annehmen",
    lasts: "Der Link gilt einmal und sieben Tage lang.",
    notYou: "Sie kennen dieses Unternehmen nicht? Dann beachten Sie diese E-Mail nicht.",
  },
  nl: {
    subject: (name: string) => `${name} nodigt u uit voor zijn backoffice`,
    intro: (inviter: string, name: string) => `${inviter} nodigt u uit om in de backoffice van ${name} te werken.`,
    button: "Uitnodiging aannemen",
    lasts: "De link werkt één keer, zeven dagen lang.",
    notYou: "Kent u dit bedrijf niet? Negeer deze e-mail dan.",
  },
} as const;

/** The mail that brings somebody into an office. */
export function invitationMail(
  language: MailLanguage,
  { name, inviter, url }: { readonly name: string; readonly inviter: string; readonly url: string },
): MailContent {
  const text = TEXT[language];
  return {
    subject: text.subject(name),
    paragraphs: [text.intro(inviter, name)],
    button: { label: text.button, url },
    code: null,
    notes: [text.lasts, text.notYou],
  };
}
