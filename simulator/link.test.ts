import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { stationUrl } from "./charge-point.ts";
import { TestBench, until } from "./test-bench.ts";

it("stations that a draining server sends away come back ever more slowly, and not in step", async () => {
  const bench = new TestBench();
  await bench.open();
  const attempts = new Map<string, number[]>();
  const server = createServer().on("upgrade", (request, socket) => {
    const identity = request.url ?? "";
    attempts.set(identity, [...(attempts.get(identity) ?? []), bench.scheduler.now()]);
    socket.on("error", () => socket.destroy()); // the stations are cut off in the middle of their last attempts
    socket.end("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ocpp/test`;
  for (const identity of ["A", "B", "C"]) bench.create({ identity, url: stationUrl(url, identity) }).start();
  const all = () => [...attempts.values()];
  await until(() => all().length === 3 && all().every((times) => times.length >= 6), "six attempts of each");
  await bench.close();
  await new Promise((resolve) => server.close(resolve));
  for (const times of all()) {
    // Each pause is at least half of 1, 2, 4, 8 and 16 s of the stations' time.
    for (const [index, shortestMs] of [500, 1000, 2000, 4000, 8000].entries()) {
      expect((times[index + 1] ?? 0) - (times[index] ?? 0)).toBeGreaterThanOrEqual(shortestMs);
    }
  }
  expect(new Set(all().map((times) => times[5])).size).toBe(3);
});
