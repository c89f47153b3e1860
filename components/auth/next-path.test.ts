import { describe, expect, it } from "vitest";
import { nextPath, signInPath } from "./next-path.ts";

describe("nextPath", () => {
  it("keeps a path of this site with its filters", () => {
    expect(nextPath("/admin/sessions?state=charging#top")).toBe("/admin/sessions?state=charging#top");
  });
  it.each([
    undefined,
    "",
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "/sign-in?next=/admin",
    ["/admin", "/x"],
  ])("sends %s to the back office", (next) => {
    expect(nextPath(next)).toBe("/admin");
  });
});

it("signInPath escapes the path it leads back to", () => {
  const path = "/admin/sessions?state=a&b";
  expect(new URL(signInPath(path), "http://x").searchParams.get("next")).toBe(path);
});
