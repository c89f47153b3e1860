import type { MailLanguage } from "./sign-in-mail.ts";
import type { MailContent } from "./write-mail.ts";

const TEXT = {
  en: {
    subject: (name: string) => `Set a new password for ${name}`,
    intro: "Open this link to choose a new password. All browsers that are signed in will be signed out.",
    button: "Choose a password",
    lasts: "The link works once, for one hour.",
    notYou: "You did not ask for this? Then somebody typed your address: ignore this mail, nothing has changed.",
  },
  de: {
    subject: (name: string) => `Neues Passwort für ${name}`,
    intro: "Öffnen Sie diesen Link, um ein neues Passwort zu wählen. Alle angemeldeten Browser werden abgemeldet.",
    button: "Passwort wählen",
    lasts: "Der Link gilt einmal und eine Stunde lang.",
    notYou:
      "Sie haben das nicht angefordert? Dann hat jemand Ihre Adresse eingegeben: Beachten Sie diese E-Mail nicht, es hat sich nichts geändert.",
  },
  nl: {
    subject: (name: string) => `Nieuw wachtwoord voor ${name}`,
    intro: "Open deze link om een nieuw wachtwoord te kiezen. Alle aangemelde browsers worden afgemeld.",
    button: "Wachtwoord kiezen",
    lasts: "De link werkt één keer, een uur lang.",
    notYou:
      "Hebt u hier niet om gevraagd? Dan heeft iemand uw adres ingevuld: negeer deze e-mail, er is niets gewijzigd.",
  },
} as const;

/** The mail that lets its reader choose a new password, once. */
export function passwordMail(
  language: MailLanguage,
  { name, url }: { readonly name: string; readonly url: string },
): MailContent {
  const text = TEXT[language];
  return {
    subject: text.subject(name),
    paragraphs: [text.intro],
    button: { label: text.button, url },
    code: null,
    notes: [text.lasts, text.notYou],
  };
}
