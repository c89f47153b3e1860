import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../..");

/**
 * Unpacks the Chromium of the package @sparticuz/chromium with the libraries and fonts it brings (no system package is
 * needed), once per version. Returns the path of a launcher that sets its surroundings, so that the path alone is enough.
 */
export async function unpackChromium(log: (line: string) => void): Promise<string> {
  const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  const packed = path.resolve(path.dirname(entry), "../bin");
  const { version } = JSON.parse(fs.readFileSync(path.join(packed, "../package.json"), "utf8")) as { version: string };
  const home = cacheFolder(version);
  const launcher = path.join(home, "chromium");
  if (fs.existsSync(launcher)) return launcher;
  log("  unpacking Chromium …");
  fs.mkdirSync(path.dirname(home), { recursive: true });
  const partial = fs.mkdtempSync(`${home}.partial-`);
  await inflateInto(partial, packed);
  fs.renameSync(path.join(partial, "chromium"), path.join(partial, "chromium.bin"));
  fs.chmodSync(path.join(partial, "chromium.bin"), 0o755);
  fs.chmodSync(partial, 0o755);
  fs.writeFileSync(path.join(partial, "chromium"), LAUNCHER, { mode: 0o755 });
  fs.writeFileSync(path.join(partial, "fonts.conf"), fontsOf(home));
  // Another run may have been quicker; its result is the same.
  if (fs.existsSync(home)) fs.rmSync(partial, { recursive: true, force: true });
  else fs.renameSync(partial, home);
  return launcher;
}

/** Finds itself by its own path. The sandbox needs privileges that a container or a plain account does not have. */
const LAUNCHER = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here/al2023/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export FONTCONFIG_FILE="$here/fonts.conf"
export HOME="\${HOME:-$here}"
exec "$here/chromium.bin" --no-sandbox --disable-dev-shm-usage --font-render-hinting=none --use-gl=angle \\
  --use-angle=swiftshader --enable-unsafe-swiftshader "$@"
`;

/** The package's own list of font folders names the temporary folder; with no font at all, text has no size. */
const fontsOf = (home: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${home.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/** In node_modules, which everybody who installed may write in; else a folder of the account's own in the temporary one. */
function cacheFolder(version: string): string {
  const name = `chromium-${version}`;
  const shared = path.join(ROOT, "node_modules", ".cache", name);
  if (fs.existsSync(path.join(shared, "chromium")) || isWritable(path.join(ROOT, "node_modules"))) return shared;
  const own = createHash("sha256").update(`${ROOT}:${os.userInfo().uid}`).digest("hex").slice(0, 12);
  return path.join(os.tmpdir(), `voltplane-${own}`, name);
}

function isWritable(folder: string): boolean {
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return true;
  } catch {
    return false; // the question this answers
  }
}

/** The package unpacks into the temporary folder only, under fixed names; so that is ours for the moment. */
async function inflateInto(folder: string, packed: string): Promise<void> {
  const { inflate } = await import("@sparticuz/chromium");
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    const archives = ["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"];
    await Promise.all(archives.map((archive) => inflate(path.join(packed, archive))));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
