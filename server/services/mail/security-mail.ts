import type { MailLanguage } from "./sign-in-mail.ts";
import type { MailContent } from "./write-mail.ts";

export const SECURITY_NOTICES = [
  "passwordChanged",
  "totpAdded",
  "totpRemoved",
  "recoveryCodesRenewed",
  "passkeyAdded",
  "passkeyRemoved",
  "factorsReset",
] as const;
export type SecurityNotice = (typeof SECURITY_NOTICES)[number];

type Text = {
  readonly subject: string;
  readonly what: Readonly<Record<SecurityNotice, string>>;
  readonly whose: (email: string, name: string) => string;
  readonly notYou: string;
};

const TEXT: Readonly<Record<MailLanguage, Text>> = {
  en: {
    subject: "Your sign-in was changed",
    what: {
      passwordChanged: "Your password was changed.",
      totpAdded: "An authenticator app was set up as your second factor.",
      totpRemoved: "Your authenticator app was removed as a second factor.",
      recoveryCodesRenewed: "New recovery codes were made. Those of before do not work any more.",
      passkeyAdded: "A passkey was added.",
      passkeyRemoved: "A passkey was removed.",
      factorsReset: "Your second factors were removed by your company. You can set up new ones.",
    },
    whose: (email, name) => `Account ${email} at ${name}.`,
    notYou: "This was not you? Reset your password now, end all sessions in your account, and tell your administrator.",
  },
  de: {
    subject: "Ihre Anmeldung wurde geändert",
    what: {
      passwordChanged: "Ihr Passwort wurde geändert.",
      totpAdded: "Eine Authenticator-App wurde als zweiter Faktor eingerichtet.",
      totpRemoved: "Ihre Authenticator-App wurde als zweiter Faktor entfernt.",
      recoveryCodesRenewed: "Neue Wiederherstellungscodes wurden erstellt. Die bisherigen gelten nicht mehr.",
      passkeyAdded: "Ein Passkey wurde hinzugefügt.",
      passkeyRemoved: "Ein Passkey wurde entfernt.",
      factorsReset: "Ihre zweiten Faktoren wurden von Ihrem Unternehmen entfernt. Sie können neue einrichten.",
    },
    whose: (email, name) => `Konto ${email} bei ${name}.`,
    notYou:
      "Das waren nicht Sie? Setzen Sie jetzt Ihr Passwort zurück, beenden Sie in Ihrem Konto alle Sitzungen und informieren Sie Ihre Administration.",
  },
  nl: {
    subject: "Uw aanmelding is gewijzigd",
    what: {
      passwordChanged: "Uw wachtwoord is gewijzigd.",
      totpAdded: "Er is een authenticator-app ingesteld als tweede factor.",
      totpRemoved: "Uw authenticator-app is verwijderd als tweede factor.",
      recoveryCodesRenewed: "Er zijn nieuwe herstelcodes gemaakt. De oude werken niet meer.",
      passkeyAdded: "Er is een passkey toegevoegd.",
      passkeyRemoved: "Er is een passkey verwijderd.",
      factorsReset: "Uw tweede factoren zijn door uw bedrijf verwijderd. U kunt nieuwe instellen.",
    },
    whose: (email, name) => `Account ${email} bij ${name}.`,
    notYou:
      "Was u dit niet? Stel nu uw wachtwoord opnieuw in, beëindig alle sessies in uw account en waarschuw uw beheerder.",
  },
};

/** That something about a person's sign-in was changed. */
export function securityMail(
  language: MailLanguage,
  notice: SecurityNotice,
  { name, email }: { readonly name: string; readonly email: string },
): MailContent {
  const text = TEXT[language];
  return {
    subject: `${text.subject} (${name})`,
    paragraphs: [text.what[notice], text.whose(email, name)],
    button: null,
    code: null,
    notes: [text.notYou],
  };
}
