import { expect, test } from "vitest";
import { z } from "zod";
import { decodeCursor, encodeCursor, toPage } from "./page.ts";

const Key = z.tuple([z.string(), z.uuid()]);

test("a cursor gives back the key it was made from", () => {
  const key = ["straße 1", "0198f1c2-0000-7000-8000-000000000001"] as const;
  expect(decodeCursor(encodeCursor(key), Key)).toEqual(key);
});

test.each(["", "x", "bnVsbA", encodeCursor(["a"]), encodeCursor(["a", "no uuid"])])(
  "a cursor that no list gave out is invalid: %s",
  (cursor) => {
    expect(() => decodeCursor(cursor, Key)).toThrow(expect.objectContaining({ code: "invalid" }));
  },
);

test("a page ends with a cursor only when more follows", () => {
  const page = (rows: number[]) => toPage(rows, 2, (row) => [String(row)], String);
  expect(page([1, 2])).toEqual({ items: ["1", "2"], nextCursor: null });
  expect(page([1, 2, 3])).toEqual({ items: ["1", "2"], nextCursor: encodeCursor(["2"]) });
  expect(page([])).toEqual({ items: [], nextCursor: null });
});
