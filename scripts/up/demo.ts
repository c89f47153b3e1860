import * as fs from "node:fs";
import * as path from "node:path";

/** What a seed tells about what it made, in `demo.json` (or `owner.json`: the first login and API key alone). */
export type Made = {
  readonly url?: string;
  /** The first tenant's part of its stations' addresses. */
  readonly tenant?: string;
  /** With every scope; for the first tenant. */
  readonly apiKey?: string;
  readonly logins?: readonly { tenant: string; role: string; email: string; password: string }[];
  readonly stations?: readonly { identity: string; url: string }[];
};

/** The files in DATA_DIR that name what a seed made. */
const SEEDED = ["demo.json", "owner.json", "fleet.json"];

/** Forgets what an earlier database held; or a seed that was broken off, and so made nothing. */
export function forgetMade(dataDir: string): void {
  for (const name of SEEDED) fs.rmSync(path.join(dataDir, name), { force: true });
}

/** What the seed made, by `demo.json` or else `owner.json`. */
export function findMade(dataDir: string): Made | null {
  return readMade(path.join(dataDir, "demo.json")) ?? readMade(path.join(dataDir, "owner.json"));
}

function readMade(file: string): Made | null {
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Made) : null;
}

/** The seed wrote the addresses down; when the server moves to another port, the seed's files move with it. */
export function moveMade(dataDir: string, authority: string): void {
  const before = findMade(dataDir)?.url;
  const old = before ? new URL(before).host : authority;
  if (old === authority) return;
  // What tells the old address moves last.
  for (const name of SEEDED.toReversed()) {
    const file = path.join(dataDir, name);
    if (!fs.existsSync(file)) continue;
    const moved = fs
      .readFileSync(file, "utf8")
      .replaceAll(`//${old}/`, `//${authority}/`)
      .replaceAll(`//${old}"`, `//${authority}"`);
    fs.writeFileSync(`${file}.new`, moved, { mode: fs.statSync(file).mode & 0o777 });
    fs.renameSync(`${file}.new`, file);
  }
}

/** The lines that `up` ends its start with. */
export function describeStart(authority: string, made: Made | null, dataDir: string, seconds: number): string {
  const logins = (made?.logins ?? []).map(
    (login) => `    ${login.email}  ${login.password}  (${login.role}, ${login.tenant})`,
  );
  const station = made?.stations?.[0];
  return [
    "",
    `Voltplane is ready after ${seconds.toFixed(1)} s: http://${authority}`,
    ...(logins.length ? ["", "  Sign in as", ...logins] : []),
    ...(made?.apiKey ? ["", "  Call the API with", `    ${made.apiKey}`] : []),
    "",
    `  Charge points connect to  ${station?.url ?? `ws://${authority}/ocpp/${made?.tenant ?? "{tenant}"}/{identity}`}`,
    `  Data and logs are in      ${path.relative(process.cwd(), dataDir) || dataDir}`,
    "  Stop with Ctrl-C.",
    "",
  ].join("\n");
}
