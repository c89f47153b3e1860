/** No page may carry the database client: what Next.js has built is searched for its marker. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { DB_CLIENT_MARKER } from "../../db/client.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folders = [".next/server", ".next/static"].map((folder) => path.join(root, folder));
if (!folders.every((folder) => existsSync(folder))) throw new Error("there is no build to search: npm run build");
let searched = 0;
const found: string[] = [];
for (const folder of folders) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|mjs|cjs|rsc|html)$/.test(entry.name)) continue;
    const file = path.join(entry.parentPath, entry.name);
    searched += 1;
    if (readFileSync(file, "utf8").includes(DB_CLIENT_MARKER)) found.push(path.relative(root, file));
  }
}
for (const file of found) console.error(`${file} carries the database client`);
console.log(`${searched} files, ${found.length} problems`);
process.exitCode = found.length === 0 && searched > 0 ? 0 : 1;
