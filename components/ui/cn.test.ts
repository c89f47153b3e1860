import { expect, it } from "vitest";
import { cn } from "./cn.ts";

it("keeps a size of our type scale next to a text colour", () => {
  expect(cn("text-dense text-fg", "text-muted")).toBe("text-dense text-muted");
});
it("lets the caller's size win over the component's", () => {
  expect(cn("text-body h-8", "text-meta h-row")).toBe("text-meta h-row");
});
