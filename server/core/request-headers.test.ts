import { expect, test } from "vitest";
import { askedOf } from "./request-headers.ts";

test.each([
  ["the nearest proxy's word", { host: "10.0.0.1:3000", "x-forwarded-host": "charge.example" }, "charge.example"],
  ["not the client's own before it", { "x-forwarded-host": "evil.localhost:1, charge.example" }, "charge.example"],
  [
    "what was asked of us where no proxy said anything",
    { host: "charge.example", "x-forwarded-host": "" },
    "charge.example",
  ],
  ["nothing", {}, null],
])("the host of a request is %s", (_what, headers, host) => {
  expect(askedOf(new Headers(headers as Record<string, string>)).host).toBe(host);
});
