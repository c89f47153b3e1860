import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { TestBench } from "./test-bench.ts";

const bench = new TestBench();
beforeEach(() => bench.open());
afterEach(() => bench.close());

it.each(["SIGTERM", "SIGINT"] as const)(
  "ends by itself on %s, also when a supervisor holds a channel to it",
  async (signal) => {
    const fleet = spawn(
      process.execPath,
      [path.join(import.meta.dirname, "cli.ts"), "--url", bench.csms.url, "--stations", "2", "--idle"],
      { stdio: ["ignore", "ignore", "inherit", "ipc"] },
    );
    const ended = once(fleet, "exit");
    try {
      await expect.poll(() => bench.csms.of("BootNotification").length, { timeout: 30_000 }).toBe(2);
      fleet.kill(signal);
      expect(await ended).toEqual([0, null]);
    } finally {
      fleet.kill("SIGKILL");
    }
  },
);
