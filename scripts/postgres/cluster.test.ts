import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkCluster, newClusterFile, readClusterFile, saveClusterFile, signCluster } from "./cluster.ts";

let place = "";
beforeEach(() => {
  place = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "voltplane-cluster-")));
});
afterEach(() => fs.rmSync(place, { recursive: true, force: true }));

/** A data folder that has been started before; its cluster is inside, or where `shelter` says. */
function started(name: string, shelter?: string): string {
  const dataDir = path.join(place, name);
  fs.mkdirSync(dataDir);
  const fresh = newClusterFile(dataDir, null);
  const cluster = saveClusterFile(dataDir, { ...fresh, folder: shelter ?? fresh.folder, port: 5433 });
  fs.mkdirSync(cluster.folder, { recursive: true });
  fs.writeFileSync(path.join(cluster.folder, "PG_VERSION"), "18\n");
  signCluster(dataDir, cluster);
  return dataDir;
}

function known(dataDir: string) {
  const cluster = readClusterFile(dataDir);
  if (!cluster) throw new Error("no note");
  return cluster;
}

test("a data folder that was moved still has its database", () => {
  const before = started("before");
  const after = path.join(place, "after");
  fs.renameSync(before, after);
  expect(known(after).folder).toBe(path.join(after, "postgres"));
  expect(() => checkCluster(after, known(after))).not.toThrow();
});

test("a copy works with the copied database, also where the note names the first one's folder", () => {
  const first = started("first");
  fs.writeFileSync(
    path.join(first, "postgres.json"),
    JSON.stringify({ ...known(first), folder: path.join(first, "postgres") }),
  );
  const copy = path.join(place, "copy");
  fs.cpSync(first, copy, { recursive: true });
  expect(known(copy).folder).toBe(path.join(copy, "postgres"));
  expect(() => checkCluster(copy, known(copy))).not.toThrow();
});

test("where the database is missing no empty one takes its place", () => {
  const dataDir = started("restored");
  fs.rmSync(known(dataDir).folder, { recursive: true });
  expect(() => checkCluster(dataDir, known(dataDir))).toThrow(/no database in .*restored\/postgres/);
});

test("a database that was never finished may be begun again", () => {
  const dataDir = path.join(place, "new");
  fs.mkdirSync(dataDir);
  expect(() => checkCluster(dataDir, newClusterFile(dataDir, null))).not.toThrow();
});

test("a copy does not start the database of another data folder, a moved folder and another name of it do", () => {
  const first = started("first", path.join(place, "shelter"));
  const copy = path.join(place, "copy");
  fs.cpSync(first, copy, { recursive: true });
  expect(() => checkCluster(copy, known(copy))).toThrow(`is a copy of ${first}`);
  const alias = path.join(place, "alias");
  fs.symlinkSync(first, alias);
  expect(() => checkCluster(alias, known(alias))).not.toThrow();
  fs.rmSync(copy, { recursive: true });
  fs.renameSync(first, copy);
  expect(() => checkCluster(copy, known(copy))).not.toThrow();
});
