import { describe, expect, test } from "vitest";
import { createBatcher } from "./batcher.ts";

const away = Object.assign(new Error("away"), { code: "ECONNREFUSED" });
const isAway = (error: unknown) => error === away;

describe("batcher", () => {
  test("what is asked while a query is under way goes with the next, in order", async () => {
    const loads: number[][] = [];
    const ask = createBatcher<number, number>({
      isAway,
      load: async (questions) => {
        loads.push([...questions]);
        await new Promise((resolve) => setImmediate(resolve));
        return questions.map((question) => question * 10);
      },
    });
    const first = ask(1);
    await new Promise((resolve) => setImmediate(resolve));
    const rest = [ask(2), ask(3), ask(4)];
    expect(await Promise.all([first, ...rest])).toEqual([10, 20, 30, 40]);
    expect(loads).toEqual([[1], [2, 3, 4]]);
  });

  test("a query takes no more than its share", async () => {
    const sizes: number[] = [];
    const ask = createBatcher<number, number>({
      isAway,
      maxBatch: 2,
      load: async (questions) => {
        sizes.push(questions.length);
        return questions;
      },
    });
    expect(await Promise.all([1, 2, 3, 4, 5].map(ask))).toEqual([1, 2, 3, 4, 5]);
    expect(sizes).toEqual([2, 2, 1]);
  });

  test("a question that is refused does not spoil its neighbours'", async () => {
    const ask = createBatcher<string, string>({
      isAway,
      load: async (questions) => {
        if (questions.includes("bad")) throw new Error("refused");
        return questions;
      },
    });
    const outcomes = await Promise.allSettled(["a", "b", "bad", "c"].map(ask));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  });

  test("with the database away all are told at once, and the next question asks anew", async () => {
    let loads = 0;
    const ask = createBatcher<string, string>({
      isAway,
      load: async (questions) => {
        if (++loads === 1) throw away;
        return questions;
      },
    });
    const outcomes = await Promise.allSettled(["a", "b", "c"].map(ask));
    expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
    expect(loads).toBe(1);
    expect(await ask("d")).toBe("d");
  });

  test("an answer short of the questions is an error, never a neighbour's answer", async () => {
    const ask = createBatcher<number, number>({ isAway, load: async () => [] });
    await expect(ask(1)).rejects.toThrow("0 answers to 1 questions");
  });
});
