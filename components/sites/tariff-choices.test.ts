import { expect, test } from "vitest";
import { tariffChoices } from "./tariff-choices.ts";

const day = { id: "1", name: "Day" };

test("what a site has can be chosen though its name is not known yet", () => {
  expect(tariffChoices("9")).toEqual([{ id: "9", name: null }]);
  expect(tariffChoices("9", [day])).toEqual([{ id: "9", name: null }, day]);
});

test("what is known is there once", () => {
  expect(tariffChoices("1", [day])).toEqual([day]);
  expect(tariffChoices(null, [day])).toEqual([day]);
  expect(tariffChoices(null)).toEqual([]);
});
