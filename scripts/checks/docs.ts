/** Paths and npm scripts that README.md and docs/ name must exist. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const scripts = new Set(Object.keys(JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")).scripts));
const pages = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "README.md", "docs/*.md", "*/README.md"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file && !file.startsWith("test-data/"));

const problems: string[] = [];
for (const page of pages) {
  const text = readFileSync(path.join(root, page), "utf8");
  for (const [, link = ""] of text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
    if (/^[a-z]+:/.test(link)) continue;
    if (!existsSync(path.join(root, path.dirname(page), link))) problems.push(`${page}: ${link} does not exist`);
  }
  // A path in backticks: it begins with one of our folders.
  for (const [, name = ""] of text.matchAll(
    /`((?:actors|app|bench|components|db|docs|e2e|messages|scripts|server|simulator|test-data)\/[\w./[\]()-]*)`/g,
  )) {
    if (!existsSync(path.join(root, name))) problems.push(`${page}: ${name} does not exist`);
  }
  for (const [, name = ""] of text.matchAll(/npm run ([\w:-]+)/g)) {
    if (!scripts.has(name)) problems.push(`${page}: there is no npm script ${name}`);
  }
}
for (const problem of problems) console.error(problem);
console.log(`${pages.length} pages, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
