import { describe, expect, it } from "vitest";
import { Gate } from "./gate.ts";
import { networkOf, networkOfCaller } from "./network.ts";
import { KeyedBuckets, TokenBucket } from "./rate-limit.ts";

describe("a token bucket", () => {
  const rate = { burst: 2, perSecond: 1 };

  it("gives its burst at once, then tells how long its debt lasts", () => {
    const bucket = new TokenBucket(rate, 0);
    expect([bucket.draw(rate, 0), bucket.draw(rate, 0), bucket.draw(rate, 0)]).toEqual([0, 0, 1000]);
    expect(bucket.draw(rate, 2_000)).toBe(0);
  });

  it("never owes more than one burst, and a clock set back costs nothing", () => {
    const bucket = new TokenBucket(rate, 10_000);
    for (let index = 0; index < 100; index++) bucket.draw(rate, 10_000);
    expect(bucket.level(rate, 5_000)).toBe(-2);
    expect(bucket.level(rate, 9_000)).toBe(2);
  });
});

describe("buckets by key", () => {
  it("limit each key alone, and forget the one unused for longest", () => {
    const buckets = new KeyedBuckets({ burst: 1, perSecond: 0.001 }, 2);
    expect(buckets.tryDraw("a", 0)).toBe(true);
    expect(buckets.tryDraw("a", 0)).toBe(false);
    expect(buckets.tryDraw("b", 0)).toBe(true);
    expect(buckets.tryDraw("c", 0)).toBe(true);
    expect(buckets.isExhausted("a", 0)).toBe(false);
    expect(buckets.isExhausted("c", 0)).toBe(true);
  });
});

describe("a gate", () => {
  it("lets so many in, so many wait, and sends the others away", () => {
    const begun: string[] = [];
    const gate = new Gate({ concurrent: 1, waiting: 2 });
    const enter = (name: string) => gate.enter(() => begun.push(name));
    const first = enter("first");
    const second = enter("second");
    enter("third");
    expect(enter("fourth")).toBeNull();
    second?.leave(); // gives up waiting
    expect(begun).toEqual(["first"]);
    first?.leave();
    first?.leave();
    expect(begun).toEqual(["first", "third"]);
  });
});

describe("the network failures are counted under", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["unknown", "unknown"],
  ])("of %s is %s", (address, network) => expect(networkOf(address)).toBe(network));
});

describe("who calls by HTTP", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["198.51.100.1, 2001:db8::1", "2001:db8:0:0::/64"],
    ["", "unknown"],
  ])("behind %j is %s", (header, network) =>
    expect(networkOfCaller(new Headers({ "x-forwarded-for": header }))).toBe(network),
  );
});
