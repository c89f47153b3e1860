import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addHeaders, securityHeaders } from "./security-headers.ts";

const headers = securityHeaders({ isDevelopment: false, mapOrigins: ["https://tiles.example"] });
const ANSWERS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  "/plain": (response) => response.end("x"),
  "/streamed": (response) => {
    response.write("x");
    response.end();
  },
  "/early": (response) => response.writeHead(200, { "x-own": "1" }).end(),
  "/own": (response) => response.setHeader("Content-Security-Policy", "sandbox").end(),
  "/ownAtHead": (response) => response.writeHead(200, { "content-security-policy": "sandbox" }).end(),
};
const server = createServer((request, response) => {
  addHeaders(response, headers);
  ANSWERS[request.url ?? ""]?.(response);
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => server.close());
const get = async (path: string) =>
  (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)).headers;

test.each(["/plain", "/streamed", "/early"])(
  "an answer that says nothing of it (%s) has the policy of pages",
  async (path) => {
    const answered = await get(path);
    for (const [name, value] of Object.entries(headers)) expect(answered.get(name)).toBe(value);
  },
);

test.each(["/own", "/ownAtHead"])("a door's own policy (%s) goes out, and no other", async (path) => {
  const answered = await get(path);
  expect(answered.get("content-security-policy")).toBe("sandbox");
  expect(answered.get("x-frame-options")).toBe("DENY");
});

test("a page may ask its own host and the map's, and nobody else", () => {
  const policy = headers["content-security-policy"];
  expect(policy).toContain("connect-src 'self' https://tiles.example;");
  expect(policy).not.toContain("unsafe-eval");
  expect(securityHeaders({ isDevelopment: true, mapOrigins: [] })["content-security-policy"]).toContain(
    "connect-src 'self';",
  );
});
