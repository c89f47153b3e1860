import { readFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** Away from the port of a running `npm run up`; another one lets two checkouts run their tests at the same time. */
export const E2E_PORT = Number(process.env.E2E_PORT ?? 3987);
export const E2E_DATA_DIR = path.join(os.tmpdir(), `voltplane-e2e-${process.env.USER ?? "user"}-${E2E_PORT}`);

type Demo = {
  readonly url: string;
  readonly apiKey: string;
  readonly logins: readonly { tenant: string; role: string; email: string; password: string }[];
  readonly stations: readonly { identity: string; url: string; password: string }[];
  readonly idTokens: { readonly accepted: string };
};

/** What the seed made. */
export const readDemo = (): Demo => JSON.parse(readFileSync(path.join(E2E_DATA_DIR, "demo.json"), "utf8")) as Demo;

/** The database, as its owner: to compare what the pages show. */
export const readDatabaseUrl = (): string => readFileSync(path.join(E2E_DATA_DIR, "database-url"), "utf8");
