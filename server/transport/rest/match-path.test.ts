import { expect, test } from "vitest";
import { matchPath } from "./match-path.ts";

test.each([
  ["/sites", "/sites", {}],
  ["/sites/{id}", "/sites/1", { id: "1" }],
  ["/a/{x}/b/{y}", "/a/1%7C2/b/%C3%A4", { x: "1|2", y: "ä" }],
  ["/a/{x}", "/a/1%2F2", { x: "1/2" }],
  ["/sites/{id}", "/sites/", null],
  ["/sites/{id}", "/sites/1/", null],
  ["/sites/{id}", "/sites/%", null],
  ["/sites", "/Sites", null],
])("%s and %s", (template, path, expected) => expect(matchPath(template, path)).toEqual(expected));
