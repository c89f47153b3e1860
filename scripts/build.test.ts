import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { SOURCES } from "./build.ts";
import { placeOf } from "./checks/layers.ts";

const root = path.dirname(import.meta.dirname);

test("whatever of the server a page may import makes a new build", () => {
  const folders = fs
    .readdirSync(path.join(root, "server"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `server/${name}`);
  const inPages = folders.filter((folder) => (placeOf(`${folder}/`)?.floor ?? 9) <= 1);
  expect(SOURCES).toEqual(expect.arrayContaining(inPages));
});
