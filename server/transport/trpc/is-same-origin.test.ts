import { expect, test } from "vitest";
import { isSameOrigin } from "./is-same-origin.ts";

const host = "brand.example";
const origin = "https://brand.example";

test.each([
  ["our own page", { host, origin, "sec-fetch-site": "same-origin" }, true],
  ["our own page in an older browser", { host, origin }, true],
  ["our own page behind a proxy", { host: "10.0.0.1:3000", "x-forwarded-host": host, origin }, true],
  [
    "our own page, whatever came before the nearest proxy's word",
    { host: "10.0.0.1:3000", "x-forwarded-host": `evil.example, ${host}`, origin },
    true,
  ],
  [
    "another site that only the client names",
    { "x-forwarded-host": `evil.example, ${host}`, origin: "https://evil.example" },
    false,
  ],
  ["our own page without an origin", { host, "sec-fetch-site": "same-origin" }, true],
  ["another site", { host, origin: "https://evil.example", "sec-fetch-site": "cross-site" }, false],
  ["another site in an older browser", { host, origin: "https://evil.example" }, false],
  ["another host of the same site", { host, origin: "https://x.brand.example", "sec-fetch-site": "same-site" }, false],
  ["another port", { host, origin: "https://brand.example:8443" }, false],
  ["a sandboxed frame", { host, origin: "null" }, false],
  ["an address typed in", { host, "sec-fetch-site": "none" }, false],
  ["who says nothing", { host }, false],
])("%s", (_who, headers, expected) => expect(isSameOrigin(new Headers(headers))).toBe(expected));
