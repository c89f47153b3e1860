import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFetchAbroad, isNearby } from "./fetch-abroad.ts";

let server: Server;
let origin: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === "/long") return response.end(Buffer.alloc(1_100_000));
    if (request.url === "/moved") return response.writeHead(302, { location: "/" }).end();
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => response.end(`${request.method} ${request.headers["x-a"]} ${Buffer.concat(chunks)}`));
    return response;
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server?.close());

describe("fetching abroad", () => {
  test.each(["127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"])(
    "%s is nearby, in either spelling",
    (address) => expect([isNearby(address), isNearby(`::ffff:${address}`)]).toEqual([true, true]),
  );
  test.each(["::1", "::", "fe80::1", "fd00::1", "64:ff9b::a00:1"])("%s is nearby", (address) =>
    expect(isNearby(address)).toBe(true),
  );
  test.each(["8.8.8.8", "172.32.0.1", "2a00:1450::1"])("%s is abroad", (address) =>
    expect(isNearby(address)).toBe(false),
  );

  test("reaches nothing nearby by address or by name", async () => {
    const abroad = createFetchAbroad({ allowsNearby: false });
    await expect(abroad(`${origin}/`)).rejects.toThrow("not a public address");
    await expect(abroad(origin.replace("127.0.0.1", "localhost"))).rejects.toThrow("not a public address");
    await expect(abroad(origin.replace("127.0.0.1", "[::1]"))).rejects.toThrow("not a public address");
    await expect(abroad(origin.replace("127.0.0.1", "0x7f000001"))).rejects.toThrow("not a public address");
  });

  test("where nearby is allowed it is fetch: method, headers and body go, redirects are not followed", async () => {
    const near = createFetchAbroad({ allowsNearby: true });
    const answer = await near(`${origin}/`, {
      method: "POST",
      headers: { "x-a": "1" },
      body: new URLSearchParams("b=2"),
    });
    expect(await answer.text()).toBe("POST 1 b=2");
    const moved = await near(`${origin}/moved`);
    expect([moved.status, moved.headers.get("location")]).toEqual([302, "/"]);
    await expect(near(`${origin}/long`)).rejects.toThrow("says too much");
  });
});
