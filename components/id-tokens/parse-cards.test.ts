import { expect, test } from "vitest";
import { parseCards } from "./parse-cards.ts";

test("one card a line, with or without label and group", () => {
  expect(parseCards("AA01\nAA02;Blue car;FLEET\n\nAA03")).toEqual([
    { line: 1, token: "AA01", label: "", parentToken: "" },
    { line: 2, token: "AA02", label: "Blue car", parentToken: "FLEET" },
    { line: 4, token: "AA03", label: "", parentToken: "" },
  ]);
});

test.each([
  ["from Excel in German", "\uFEFFToken;Name\r\nAA01;Müller; Fuhrpark\r\n", "Müller"],
  ["with commas and quotes", 'token,label\n"AA01","Doe, Jane ""JD"""', 'Doe, Jane "JD"'],
  ["copied out of a sheet", "UID\tName\nAA01\tJane", "Jane"],
])("a list %s is read", (_name, text, label) => {
  expect(parseCards(text)).toMatchObject([{ line: 2, token: "AA01", label }]);
});

test("nothing is no card", () => expect(parseCards(" \n\n")).toEqual([]));
