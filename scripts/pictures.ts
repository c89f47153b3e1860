/** npm run pictures: takes the pictures of the documentation (docs/pictures) from a fresh build, in a real browser. */
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { findChromium } from "./browser.ts";

const root = path.dirname(import.meta.dirname);
const env = { ...process.env, PICTURES: "1", CHROMIUM_PATH: await findChromium((line) => console.log(line)) };
const run = (command: string, args: readonly string[]): number =>
  spawnSync(command, args, { cwd: root, env, stdio: "inherit" }).status ?? 1;
process.exitCode =
  run(process.execPath, ["scripts/build.ts"]) || run(path.join(root, "node_modules/.bin/playwright"), ["test"]);
