import { expect, test } from "vitest";
import { uuidv7 } from "../../core/ids.ts";
import { readSearch } from "./read-search.ts";
import { startedAtOfId } from "./started-at-of-id.ts";

test.each([
  ["42", 42],
  ["2147483647", 2_147_483_647],
  ["2147483648", null],
  ["042", 42],
  ["4.2", null],
  ["LIN-1", null],
])("%s as a transaction id is %s", (text, transactionId) => {
  expect(readSearch(text).transactionId).toBe(transactionId);
});

test.each([8, 9, 13, 18, 24, 36])("the first %i characters of an id lead to its time and to itself", (length) => {
  const id = uuidv7();
  const ids = readSearch(` ${id.slice(0, length).toUpperCase()}`).ids;
  const startedAt = startedAtOfId(id)?.getTime() ?? Number.NaN;
  expect(ids && ids.first <= id && id <= ids.last).toBe(true);
  expect(ids && ids.from.getTime() <= startedAt && startedAt <= ids.to.getTime()).toBe(true);
  if (length === 36) expect(ids).toMatchObject({ first: id, last: id });
});

test.each(["f967b358dee8", "ffffffff", "0190abc", "0190abcg", "CARD-01A", "01a214e6-c1d1-79a3-a965-6686881b96ac0"])(
  "%s begins no id",
  (text) => {
    expect(readSearch(text).ids).toBeNull();
  },
);
