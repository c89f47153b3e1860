/** Versions are exact, and lock files name no registry: they must serve wherever packages come from. */
import { readFileSync } from "node:fs";
import * as path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const problems: string[] = [];
for (const folder of ["", "scripts/node24"]) {
  const read = (name: string) => readFileSync(path.join(root, folder, name), "utf8");
  const lock = read("package-lock.json");
  if (/"resolved"\s*:|https?:\/\/[^"]*registry/.test(lock))
    problems.push(`${folder}/package-lock.json names a registry`);
  const manifest = JSON.parse(read("package.json"));
  for (const kind of ["dependencies", "devDependencies", "optionalDependencies", "overrides"]) {
    for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
      if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)))
        problems.push(`${name} ${version} is not an exact version`);
    }
  }
}
for (const problem of problems) console.error(problem);
console.log(`${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
