import type en from "../../messages/en.json";
import type { Locale } from "./locales.ts";

export type Messages = typeof en;
export type Namespace = keyof Messages;

declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}

/** The namespaces a client tree needs; all others stay on the server and out of the page. */
export function pickMessages<Name extends Namespace>(messages: Messages, names: readonly Name[]): Pick<Messages, Name> {
  return Object.fromEntries(names.map((name) => [name, messages[name]])) as Pick<Messages, Name>;
}
