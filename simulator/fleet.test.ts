import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stationUrl } from "./charge-point.ts";
import { parseCliOptions } from "./cli-options.ts";
import { Fleet } from "./fleet.ts";
import { parseFleetFile } from "./fleet-file.ts";
import type { ConnectorSpec } from "./power.ts";
import { TestBench, until } from "./test-bench.ts";

describe("a demo fleet", () => {
  const bench = new TestBench();
  beforeEach(() => bench.open());
  afterEach(() => bench.close());

  it("has several stations charging within ten seconds, with a card per car, and sessions that end", async () => {
    const connectors: ConnectorSpec[] = [
      { kind: "AC", powerW: 22_000 },
      { kind: "DC", powerW: 150_000 },
    ];
    const stations = Array.from({ length: 20 }, (_, index) => {
      const identity = `SIM-${index}`;
      return { identity, url: stationUrl(bench.csms.url, identity), connectors };
    });
    const idTags = Array.from({ length: 40 }, (_, index) => `CARD-${index}`);
    const fleet = new Fleet({ stations, idTags, scheduler: bench.scheduler, speed: 100, seed: 7, sampleIntervalS: 5 });
    fleet.start();
    const startedAtMs = bench.scheduler.now();
    await until(() => fleet.status().charging >= 4, "several charging");
    // The clock of this test runs 200 times faster, and the sockets do not: loopback time weighs heavily here.
    expect(bench.scheduler.now() - startedAtMs).toBeLessThan(200_000);
    await until(() => bench.csms.of("StopTransaction").length >= 3, "sessions that end");
    await fleet.stop({ isGraceful: true });
    expect(fleet.status()).toMatchObject({ online: 0, charging: 0 });
  });
});

describe("the command line", () => {
  const parse = (...args: string[]) => parseCliOptions(args, () => "{}");

  it("describes a fleet by address and number", () => {
    const options = parse("--url", "ws://h/ocpp/demo/", "--stations", "4", "--password", "p", "--speed", "60");
    expect(options).toMatchObject({ speed: 60, seed: 1, sampleIntervalS: 5, isGraceful: false });
    expect(options === "help" ? [] : options.stations.map(({ url }) => url)).toContain("ws://h/ocpp/demo/SIM-0004");
    expect(parse("--help")).toBe("help");
  });

  it.each([
    [["--stations", "3"], /say where to connect/],
    [["--url", "http://h"], /must begin with ws/],
    [["--url", "ws://h", "--stations", "x"], /--stations must be a whole number/],
    [["--url", "ws://h", "--speed", "0"], /--speed must be a number above 0/],
    [["--nope"], /--nope/],
  ])("says what is wrong with %j", (args, message) => {
    expect(() => parse(...args)).toThrow(message);
  });
});

describe("a fleet file", () => {
  const station = { identity: "A", url: "ws://h/ocpp/t/A", connectors: [{ powerW: 22_000, kind: "AC" }] };

  it("is read with its defaults", () => {
    const file = parseFleetFile(JSON.stringify({ stations: [station], idTags: ["T"], speed: 10 }));
    expect(file).toEqual({ stations: [station], idTags: ["T"], unknownIdTags: [], speed: 10 });
  });

  it.each([
    [{ stations: [{ ...station, url: "A" }] }, /stations\[0\].url/],
    [{ stations: [station, station] }, /appears twice/],
    [{ stations: [{ ...station, connectors: [{ kind: "AC" }] }] }, /connectors\[0\].powerW/],
    [{}, /stations must be a list/],
  ])("names the wrong field of %j", (file, message) => {
    expect(() => parseFleetFile(JSON.stringify(file))).toThrow(message);
  });
});
