import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findMade, forgetMade, moveMade } from "./demo.ts";

let dataDir = "";
beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "voltplane-made-"));
});
afterEach(() => fs.rmSync(dataDir, { recursive: true, force: true }));

const write = (name: string, content: object) => fs.writeFileSync(path.join(dataDir, name), JSON.stringify(content));

test("the first owner's address moves with the port", () => {
  write("owner.json", { url: "http://localhost:3000", apiKey: "key" });
  moveMade(dataDir, "localhost:3001");
  expect(findMade(dataDir)).toEqual({ url: "http://localhost:3001", apiKey: "key" });
});

test("the demo's addresses move with the port, its stations' among them", () => {
  write("demo.json", { url: "http://localhost:3000" });
  write("fleet.json", { stations: [{ url: "ws://localhost:3000/ocpp/lindental/A" }] });
  moveMade(dataDir, "localhost:3001");
  expect(findMade(dataDir)?.url).toBe("http://localhost:3001");
  expect(fs.readFileSync(path.join(dataDir, "fleet.json"), "utf8")).toContain("ws://localhost:3001/ocpp/lindental/A");
});

test("an empty database has no logins of the one before", () => {
  write("demo.json", { url: "http://localhost:3000" });
  forgetMade(dataDir);
  expect(findMade(dataDir)).toBeNull();
});
