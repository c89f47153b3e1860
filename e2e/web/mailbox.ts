import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { simpleParser } from "mailparser";
import { E2E_DATA_DIR } from "./address.ts";

/** The newest mail to an address, as a mail program reads it; null while there is none. */
export async function newestMailTo(
  address: string,
): Promise<{ readonly subject: string; readonly text: string } | null> {
  const folder = path.join(E2E_DATA_DIR, "mails");
  const files = (() => {
    try {
      return readdirSync(folder).filter((name) => name.endsWith(".eml"));
    } catch {
      return []; // nothing was sent yet
    }
  })();
  const mails = await Promise.all(files.map(async (name) => simpleParser(readFileSync(path.join(folder, name)))));
  const to = (mail: (typeof mails)[number]) =>
    [mail.to ?? []].flat().flatMap(({ value }) => value.map(({ address: at }) => at));
  const [newest] = mails
    .filter((mail) => to(mail).includes(address))
    .sort((a, b) => (b.date?.getTime() ?? 0) - (a.date?.getTime() ?? 0));
  return newest ? { subject: newest.subject ?? "", text: newest.text ?? "" } : null;
}
