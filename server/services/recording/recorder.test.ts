import pino from "pino";
import { describe, expect, test } from "vitest";
import type { Entry } from "./facts.ts";
import { judgeFailure } from "./judge-failure.ts";
import { createRecorder, type WriteBatch } from "./recorder.ts";

const log = pino({ level: "silent" });
const entry = (chargePointId: string): Entry => ({
  tenantId: "t",
  chargePointId,
  epoch: 1,
  fact: { kind: "none" },
  log: null,
});
const names = (entries: readonly Entry[]) => entries.map(({ chargePointId }) => chargePointId);
const kept = (entries: readonly Entry[]) => entries.map(() => ({ kind: "kept" as const }));
const failure = (code: string) => Object.assign(new Error(code), { code });

/** A database whose commits are let through one by one. */
function heldDatabase() {
  const batches: { names: string[]; release: () => void }[] = [];
  const write: WriteBatch = async (entries) => {
    await new Promise<void>((release) => batches.push({ names: names(entries), release }));
    return kept(entries);
  };
  return { batches, write };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("the recorder", () => {
  test("resolves only after the commit", async () => {
    const { batches, write } = heldDatabase();
    const recorder = createRecorder({ write, judge: judgeFailure, log });
    let isResolved = false;
    const done = recorder.record(entry("a")).then(() => {
      isResolved = true;
    });
    await turn();
    await turn();
    expect(isResolved).toBe(false);
    batches[0]?.release();
    await done;
    expect(isResolved).toBe(true);
  });

  test("gathers what arrives while a commit is under way into one next commit", async () => {
    const { batches, write } = heldDatabase();
    const recorder = createRecorder({ write, judge: judgeFailure, log });
    const first = recorder.record(entry("a"));
    await turn();
    const others = Promise.all([recorder.record(entry("b")), recorder.record(entry("c"))]);
    await turn();
    batches[0]?.release();
    await first;
    await turn();
    await turn();
    batches[1]?.release();
    await others;
    expect(batches.map((batch) => batch.names)).toEqual([["a"], ["b", "c"]]);
  });

  test("repeats a commit that failed for a passing reason, without telling anyone", async () => {
    let attempts = 0;
    const write: WriteBatch = async (entries) => {
      if (++attempts < 3) throw failure("ENOTFOUND");
      return kept(entries);
    };
    const recorder = createRecorder({ write, judge: judgeFailure, log });
    expect(await recorder.record(entry("a"))).toEqual({ kind: "kept" });
    expect(attempts).toBe(3);
  });

  test("an entry that the database refuses fails alone", async () => {
    const poison = new Error("poison");
    const write: WriteBatch = async (entries) => {
      if (names(entries).includes("bad")) throw poison;
      return kept(entries);
    };
    const recorder = createRecorder({ write, judge: judgeFailure, log });
    const results = await Promise.allSettled(["a", "b", "bad", "c", "d"].map((name) => recorder.record(entry(name))));
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
    ]);
  });

  test.each(["XX001", "42P01", "57014", "40P01"])(
    "one that fails of %s is answered only once it is kept, and keeps nobody from their turn",
    async (code) => {
      let isMended = false;
      const write: WriteBatch = async (entries) => {
        if (names(entries).includes("bad") && !isMended) throw failure(code);
        return kept(entries);
      };
      const recorder = createRecorder({ write, judge: judgeFailure, log });
      let isAnswered = false;
      const bad = recorder.record(entry("bad")).finally(() => {
        isAnswered = true;
      });
      await Promise.all(["a", "b", "c"].map((name) => recorder.record(entry(name))));
      await recorder.record(entry("d"));
      expect(isAnswered).toBe(false);
      expect(recorder.backlog()).toBe(1);
      await recorder.drain();
      isMended = true;
      expect(await bad).toEqual({ kind: "kept" });
      expect(recorder.backlog()).toBe(0);
    },
  );

  test("when nothing could be kept for a while, all of it is in the end", async () => {
    let isMended = false;
    const write: WriteBatch = async (entries) => {
      if (!isMended) throw failure("42501");
      return kept(entries);
    };
    const recorder = createRecorder({ write, judge: judgeFailure, log });
    const all = Promise.all(["a", "b", "c", "d"].map((name) => recorder.record(entry(name))));
    await expect.poll(() => recorder.backlog()).toBe(4);
    isMended = true;
    expect(await all).toHaveLength(4);
  });

  test("an error in place of an outcome concerns that entry alone", async () => {
    const gone = new Error("superseded");
    const recorder = createRecorder({
      write: async (entries) => entries.map((e) => (e.chargePointId === "old" ? gone : { kind: "kept" })),
      judge: judgeFailure,
      log,
    });
    const [old, current] = await Promise.allSettled([recorder.record(entry("old")), recorder.record(entry("new"))]);
    expect(old).toEqual({ status: "rejected", reason: gone });
    expect(current).toEqual({ status: "fulfilled", value: { kind: "kept" } });
  });

  test("drain waits for all that was handed in", async () => {
    const { batches, write } = heldDatabase();
    const recorder = createRecorder({ write, judge: judgeFailure, log });
    void recorder.record(entry("a"));
    let isDrained = false;
    const drained = recorder.drain().then(() => {
      isDrained = true;
    });
    await turn();
    await turn();
    expect(isDrained).toBe(false);
    batches[0]?.release();
    await drained;
  });
});
